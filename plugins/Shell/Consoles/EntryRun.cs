using PluginFramework.Prompt;

namespace PluginFramework.Shell.Consoles;

/// <summary>Evaluates an entry, shows what it writes while it runs, and stops it upon Ctrl-C.</summary>
internal sealed class EntryRun(ShellIo io, IPromptConsole console, ConsoleFeed feed)
{
    /// <returns>How it ended; <see langword="null"/>: the console was closed.</returns>
    /// <exception cref="CommandException">It was refused: another runs.</exception>
    public async Task<PromptResult?> RunAsync(string code, CancellationToken cancellationToken)
    {
        feed.OwnCode = code;
        feed.Expect();
        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var stopping = cancellationToken.UnsafeRegister(state => ((IPromptConsole)state!).Cancel(), console);
        Task<bool>? interrupt = null;
        Task<bool>? waiting = null;
        try
        {
            var running = console.EvaluateAsync(code);
            while (feed.Ended is null)
            {
                if (running.IsFaulted) await running;
                waiting ??= feed.WaitAsync(done.Token);
                if (io.Can.IsTerminal) interrupt ??= io.Keys.WaitForInterruptAsync(done.Token);
                await Task.WhenAny(new Task?[] { waiting, interrupt is { IsCompleted: true, Result: false } ? null : interrupt, running.IsCompleted ? null : running }.OfType<Task>());
                cancellationToken.ThrowIfCancellationRequested();
                if (interrupt is { IsCompleted: true, Result: true })
                {
                    interrupt = null;
                    console.Cancel();
                }

                if (!waiting.IsCompleted) continue;
                var more = await waiting;
                waiting = null;
                while (feed.Ended is null && feed.Take() is { } text)
                {
                    if (text.Length > 0) await io.WriteAsync(text, cancellationToken);
                }

                if (!more) return feed.Ended;
            }

            return feed.Ended;
        }
        catch (ObjectDisposedException)
        {
            return null;
        }
        catch (InvalidOperationException refused)
        {
            throw new CommandException(ExitCode.Retry, refused.Message + (io.Can.IsTerminal ? " Ctrl-C on an empty line stops what runs." : ""));
        }
        finally
        {
            await done.CancelAsync();
            foreach (var task in new Task?[] { waiting, interrupt }.OfType<Task>()) await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
