using System.Collections.Immutable;
using PluginFramework.Core.Startup;

namespace PluginFramework.Core.Panels.BuiltIn;

/// <summary>The panels of the host itself.</summary>
internal static class BuiltInPanels
{
    public static ImmutableArray<NamedPanel> Of(IPluginHost host) =>
    [
        .. InstallPanels.Of(host),
    ];
}
