using System.CommandLine;

namespace PluginFramework.Core.Startup.Commands;

/// <summary><c>feed …</c> and <c>generation …</c></summary>
internal static class FeedCommands
{
    public static IEnumerable<Command> Create(PanelCommandFactory panels)
    {
        var (feeds, generations) = (new PanelPlace("feed"), new PanelPlace("generation"));
        var feed = new Command("feed", "See and change where plugins are installed from") { Aliases = { "feeds" } };
        feed.Subcommands.Add(panels.View("list", "List the feeds", feeds));
        feed.Subcommands.Add(panels.Act(
            "add", "Add a feed", feeds, "add",
            PanelSymbol.Argument("NAME", "name", "A name for it"),
            PanelSymbol.Argument("SOURCE", "source", "The address of a v3 service index, or a folder of packages"),
            PanelSymbol.Value("--user-name", "userName", "The user name it asks for", "NAME"),
            PanelSymbol.Value("--password", "password", "The password: env:VARIABLE or file:PATH; as such it would stand in the configuration", "SECRET"),
            PanelSymbol.Flag("--allow-insecure", "allowInsecure", "Allow plain HTTP beyond this machine")));
        feed.Subcommands.Add(panels.Act("remove", "Remove a feed", feeds, "remove", PanelSymbol.Argument("NAME", "name", "Its name")));
        yield return feed;

        var generation = new Command("generation", "See and go back to earlier states of plugins and configuration") { Aliases = { "generations" } };
        generation.Subcommands.Add(panels.View("list", "List the generations kept, latest first", generations));
        generation.Subcommands.Add(panels.View("show", "Show one with the plugins it installs", generations, PanelSymbol.Argument("NUMBER", "number", "Which")));
        generation.Subcommands.Add(panels.Act(
            "rollback", "Go back to an earlier one", generations, "rollback", PanelSymbol.Optional("NUMBER", "number", "Which; none: the one before")));
        yield return generation;
    }
}
