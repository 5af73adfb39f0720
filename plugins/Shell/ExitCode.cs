using PluginFramework.Panels;

namespace PluginFramework.Shell;

/// <summary>How a command ends, with the numbers of <c>sysexits.h</c> that the daemon's own command line has, too.</summary>
internal static class ExitCode
{
    public const int Ok = 0;
    public const int Failed = 1;
    public const int Usage = 64;
    public const int Unavailable = 69;
    public const int Retry = 75;
    public const int Denied = 77;
    public const int Configuration = 78;
    public const int Interrupted = 130;

    public static int Of(PanelError error) => error switch
    {
        PanelError.Invalid => Usage,
        PanelError.Denied => Denied,
        PanelError.Unavailable => Unavailable,
        PanelError.Busy => Retry,
        PanelError.Configuration => Configuration,
        _ => Failed,
    };
}
