using System.Collections.Immutable;

namespace PluginFramework.Core.Control;

/// <summary>What can be asked over the control socket.</summary>
internal static class ControlKind
{
    /// <summary>How everything stands now.</summary>
    public const string Status = "status";

    /// <summary>The same, once the start is over.</summary>
    public const string Ready = "ready";

    /// <summary>Drain and stop. The answer comes at once; the connection ends when the daemon has.</summary>
    public const string Stop = "stop";

    /// <summary>The transports there are.</summary>
    public const string Transports = "transports";

    /// <summary>The panels with their acts.</summary>
    public const string Panels = "panels";

    /// <summary>What a panel shows.</summary>
    public const string View = "view";

    /// <summary>Do something. Progress may come before the answer.</summary>
    public const string Act = "act";

    public static ImmutableArray<string> All { get; } = [Status, Ready, Stop, Transports, Panels, View, Act];
}
