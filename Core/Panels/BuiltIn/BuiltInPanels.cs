using System.Collections.Immutable;
using PluginFramework.Core.Startup;

namespace PluginFramework.Core.Panels.BuiltIn;

/// <summary>The panels of the host itself.</summary>
internal static class BuiltInPanels
{
    public static ImmutableArray<NamedPanel> Of(IPluginHost host) =>
    [
        new("plugin", "Plugins", new PluginPanel(host.Plugins)) { Description = "What is composed here, how it stands and why." },
        .. host is IConfigurableHost configurable ? [new NamedPanel("config", "Configuration", new ConfigurationPanel(configurable)) { Description = "What is configured, and whence." }] : (NamedPanel[])[],
    ];
}
