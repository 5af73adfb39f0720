using System.CommandLine;

namespace PluginFramework.Core.Startup.Commands;

/// <summary><c>endpoint …</c></summary>
internal static class EndpointCommands
{
    public static Command Create(PanelCommandFactory panels)
    {
        var endpoint = new Command("endpoint", "See where the daemon listens") { Aliases = { "endpoints" } };
        endpoint.Subcommands.Add(panels.View("list", "List endpoints, with those that could not be bound", new("endpoint") { NeedsDaemon = true }));
        return endpoint;
    }
}
