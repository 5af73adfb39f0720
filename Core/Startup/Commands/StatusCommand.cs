using System.CommandLine;
using PluginFramework.Core.Control;

namespace PluginFramework.Core.Startup.Commands;

/// <summary><c>status</c>: how the daemon stands.</summary>
internal static class StatusCommand
{
    public static Command Create(CommandFactory factory)
    {
        var json = GlobalOptions.Json();
        return factory.Create("status", "Show what the daemon listens on and how its plugins stand", ExecuteAsync, json);

        async Task<int> ExecuteAsync(CommandContext context)
        {
            var session = await ActSession.ConnectAsync(context).ConfigureAwait(false);
            var report = await session.ReportAsync(ControlKind.Status, context.CancellationToken).ConfigureAwait(false);
            if (context.Parsed.GetValue(json)) context.Screen.Json(StatusDocument.Of(report), StatusJson.Default.StatusDocument);
            else HostReportWriter.Write(context, report);
            return ExitCode.Ok;
        }
    }
}
