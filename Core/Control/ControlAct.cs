using System.Collections.Immutable;

namespace PluginFramework.Core.Control;

/// <summary>The acts of the control socket.</summary>
internal static class ControlAct
{
    /// <summary>How everything stands now.</summary>
    public const string Status = "status";

    /// <summary>The same, once the start is over.</summary>
    public const string Ready = "ready";

    /// <summary>Drain and stop. The answer comes at once; the connection ends when the daemon has.</summary>
    public const string Stop = "stop";

    public const string PluginList = "plugin.list";

    public const string PluginReload = "plugin.reload";

    public const string PluginEnable = "plugin.enable";

    public const string PluginDisable = "plugin.disable";

    public const string TransportList = "transport.list";

    public const string UserAdd = "user.add";

    public const string UserSet = "user.set";

    public const string UserRemove = "user.remove";

    public const string UserList = "user.list";

    public static ImmutableArray<string> All { get; } =
    [
        Status, Ready, Stop, PluginList, PluginReload, PluginEnable, PluginDisable, TransportList, UserAdd, UserSet, UserRemove, UserList,
    ];
}
