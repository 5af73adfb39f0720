using PluginFramework.Core.Startup;
using PluginFramework.Identity;
using PluginFramework.Panels;

namespace PluginFramework.Core.Control;

/// <summary>The command line and its socket as a surface of panels. Whoever reaches it is the daemon's user or root, and may do everything.</summary>
internal static class ControlSurface
{
    public const string Name = "control";

    /// <summary>Who asks. The same whether a daemon runs or the command acts by itself.</summary>
    public static Caller Caller(string actor) => new(actor, Name) { Roles = [WellKnownRoles.Operator] };

    /// <summary>Why something was refused, as a word for programs.</summary>
    public static string CodeOf(PanelError error) => error == PanelError.NotFound ? "not-found" : error.ToString().ToLowerInvariant();

    /// <summary>What a command ends with.</summary>
    public static int ExitCodeOf(PanelError error) => error switch
    {
        PanelError.Invalid => ExitCode.Usage,
        PanelError.Denied => ExitCode.Denied,
        PanelError.Unavailable => ExitCode.Unavailable,
        PanelError.Busy => ExitCode.Retry,
        PanelError.Configuration => ExitCode.Configuration,
        _ => ExitCode.Failed,
    };
}
