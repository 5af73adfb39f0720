using PluginFramework.Core.Configuration;
using PluginFramework.Core.Generations;
using PluginFramework.Core.Installing;
using PluginFramework.Core.Startup;
using PluginFramework.Plugins;

namespace PluginFramework.Core.Panels.BuiltIn;

/// <summary>The panel of plugins, and where they can be installed those of feeds and generations.</summary>
internal static class InstallPanels
{
    private const string PluginsDescription = "What is composed here, how it stands and why.";

    public static IEnumerable<NamedPanel> Of(IPluginHost host)
    {
        var holds = new PluginHolds(host.GetExports<IPluginHolder>);
        if (host is not IInstallingHost { Generations: { } generations } installing)
        {
            yield return new("plugin", "Plugins", new PluginPanel(host.Plugins, holds)) { Description = PluginsDescription };
            yield break;
        }

        var changes = new GenerationSwitch(generations);
        var installer = new PluginInstaller(changes, installing, Current, installing.RunDirectory, installing.TimeProvider);
        yield return new("plugin", "Plugins", new PluginPanel(host.Plugins, holds, new(installer, changes, holds), id => RollbackNotes.Of(generations.List()).GetValueOrDefault(id))) { Description = PluginsDescription };
        yield return new("feed", "Feeds", new FeedPanel(new(changes, installing.Sources, Current))) { Description = "Where plugins are installed from." };
        yield return new("generation", "Generations", new GenerationPanel(changes)) { Description = "The states of what is installed and configured, and going back to one." };

        // The file may have been edited since it was last looked at.
        HostConfiguration Current() => installing.Sources is { } sources ? HostConfiguration.Load(sources) : installing.Configuration;
    }
}
