using System.CommandLine;
using PluginFramework.Core.Control;

namespace PluginFramework.Core.Startup.Commands;

/// <summary><c>endpoint …</c></summary>
internal static class EndpointCommands
{
    public static Command Create(CommandFactory factory)
    {
        var json = GlobalOptions.Json();
        var endpoint = new Command("endpoint", "See where the daemon listens") { Aliases = { "endpoints" } };
        endpoint.Subcommands.Add(factory.Create("list", "List endpoints, with those that could not be bound", ListAsync, json));
        return endpoint;

        async Task<int> ListAsync(CommandContext context)
        {
            var session = await ActSession.ConnectAsync(context).ConfigureAwait(false);
            var report = await session.AskAsync(ControlRequest.Of(ControlAct.Status), ControlJson.Default.HostReport, context.CancellationToken).ConfigureAwait(false);
            if (context.Parsed.GetValue(json)) context.Screen.Json(report.Endpoints, ControlJson.Default.EndpointReportArray);
            else HostReportWriter.Endpoints(context.Screen, report.Endpoints);
            return ExitCode.Ok;
        }
    }
}
