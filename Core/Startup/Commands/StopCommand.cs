using PluginFramework.Core.Control;

namespace PluginFramework.Core.Startup.Commands;

/// <summary><c>stop</c>: ends the daemon in good order.</summary>
internal static class StopCommand
{
    public static async Task<int> ExecuteAsync(CommandContext context)
    {
        var session = await ActSession.TryConnectSurelyAsync(context).ConfigureAwait(false);
        if (session is null)
        {
            context.Screen.Note($"No daemon runs in {context.RunDirectory.Path}.");
            return ExitCode.Ok;
        }

        var report = await session.ReportAsync(ControlKind.Stop, context.CancellationToken).ConfigureAwait(false);
        await session.WaitForEndAsync(context.CancellationToken).ConfigureAwait(false);

        // The socket closes a moment before the run directory is free for the next daemon.
        while (true)
        {
            using var held = context.RunDirectory.TryLock();
            if (held is not null) break;
            await Task.Delay(TimeSpan.FromMilliseconds(10), context.Builder.TimeProvider, context.CancellationToken).ConfigureAwait(false);
        }

        context.Screen.Line($"Process {report.Pid} has stopped.");
        return ExitCode.Ok;
    }
}
