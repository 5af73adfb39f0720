using PluginFramework.Prompt;
using PluginFramework.Shell.Commands;

namespace PluginFramework.Shell.Consoles;

/// <summary>Somebody who looks on at a console until they press a key, and enters nothing. Those at it see that they are there.</summary>
internal sealed class ConsoleWatch(Place place, IPromptConsole console)
{
    private ShellIo Io => place.Io;

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        await using var feed = new ConsoleFeed(console, place.Principal, Io, new ResultText(Io, place.Views));
        await Io.WriteAsync(ConsoleGreeting.Of(Io, console, feed, "Any key leaves."), cancellationToken);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task key = Io.Can.IsTerminal ? Io.Keys.ReadAsync(stop.Token) : Task.Delay(Timeout.InfiniteTimeSpan, Io.Time, stop.Token);
        var more = feed.WaitAsync(stop.Token);
        try
        {
            while (true)
            {
                await Task.WhenAny(key, more);
                cancellationToken.ThrowIfCancellationRequested();
                if (key.IsCompleted) return ExitCode.Ok;
                if (!await more) return ExitCode.Unavailable;
                while (feed.Take() is { } text) await Io.WriteAsync(text, cancellationToken);
                more = feed.WaitAsync(stop.Token);
            }
        }
        finally
        {
            await stop.CancelAsync();
            await TaskEnds.WaitAsync(key, more);
        }
    }
}
