using System.Collections.Immutable;
using System.CommandLine;

namespace PluginFramework.Core.Startup.Commands;

/// <summary><c>plugin …</c></summary>
internal static class PluginCommands
{
    public static Command Create(PanelCommandFactory panels)
    {
        var plugin = new Command("plugin", "See, install and change plugins") { Aliases = { "plugins" } };
        var (here, running) = (new PanelPlace("plugin"), new PanelPlace("plugin") { NeedsDaemon = true });
        plugin.Subcommands.Add(panels.View("list", "List all plugins found", here));
        plugin.Subcommands.Add(panels.View("show", "Show all about a plugin", here, Id()));
        plugin.Subcommands.Add(panels.View("why", "Say why a plugin stands as it does", here, Id(), As("why")));
        plugin.Subcommands.Add(panels.View("graph", "Show which plugin uses which", here, presetFilters: As("graph")));
        plugin.Subcommands.Add(panels.Act("reload", "Load a plugin afresh, with those that use it", running, "reload", Id()));
        plugin.Subcommands.Add(panels.Act("enable", "Let a disabled or quarantined plugin run, now and later", here, "enable", Id()));
        plugin.Subcommands.Add(panels.Act("disable", "Stop a plugin and keep it out, now and later", here, "disable", Id()));
        foreach (var command in InstallCommands.Create(panels, here)) plugin.Subcommands.Add(command);
        return plugin;
    }

    private static PanelSymbol Id() => PanelSymbol.Argument("ID", "id", "The plugin's id");

    private static ImmutableDictionary<string, ImmutableArray<string>> As(string form) =>
        ImmutableDictionary<string, ImmutableArray<string>>.Empty.Add("as", [form]);
}
