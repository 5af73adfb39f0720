using System.Text;
using PluginFramework.Scripting.Globals;

namespace PluginFramework.Scripting.Execution;

/// <summary>What an entry writes, on its way to whoever looks on. The entry never waits for them.</summary>
internal sealed class EntryOutput(TimeProvider time)
{
    /// <summary>Between two pieces: what is written in small bits is handed on in fewer.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>How long after the entry's end the last pieces may take.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private int _taken;
    private int _octets;

    /// <summary>What the entry writes to. Of the framework's types, as <see cref="PromptConsole"/> needs it.</summary>
    public Tuple<StringBuilder, SemaphoreSlim> Buffer { get; } = new(new StringBuilder(256, PromptConsole.MaxOutput), new SemaphoreSlim(0, 1));

    /// <summary>Writes before the entry does.</summary>
    public void Write(string text)
    {
        lock (Buffer.Item1) Buffer.Item1.Append(PromptConsole.Cut(text, PromptConsole.MaxOutput - Buffer.Item1.Length));
        if (Buffer.Item2.CurrentCount == 0) Buffer.Item2.Release();
    }

    /// <summary>Hands over what is written until the entry ends, and what is left then.</summary>
    /// <param name="sink">Takes a piece.</param>
    /// <param name="entry">Ends with the entry.</param>
    /// <exception cref="Exception">What the sink threw.</exception>
    public async Task PumpAsync(Func<string, ValueTask> sink, Task entry)
    {
        using var ended = new CancellationTokenSource();
        _ = entry.ContinueWith(
            static (_, source) => ((CancellationTokenSource)source!).Cancel(), ended, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        var pump = PumpAsync(sink, ended.Token);
        await entry.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            await pump.WaitAsync(Grace, TimeProvider.System);
        }
        catch (TimeoutException)
        {
            // Whoever takes that long has the whole in the result.
            _ = pump.ContinueWith(static late => late.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        }
    }

    private async Task PumpAsync(Func<string, ValueTask> sink, CancellationToken ended)
    {
        while (!ended.IsCancellationRequested)
        {
            await Buffer.Item2.WaitAsync(ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (Next() is { Length: > 0 } piece) await sink(piece);
            await Task.Delay(Pause, time, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (Next() is { Length: > 0 } last) await sink(last);
    }

    private string Next()
    {
        string text;
        lock (Buffer.Item1) text = Buffer.Item1.ToString(_taken, Buffer.Item1.Length - _taken);

        // Half a character waits for its other half.
        if (text.Length > 0 && char.IsHighSurrogate(text[^1])) text = text[..^1];
        _taken += text.Length;
        var piece = PromptConsole.Cut(text, PromptConsole.MaxOutput - _octets);
        _octets += Encoding.UTF8.GetByteCount(piece);
        return piece;
    }
}
