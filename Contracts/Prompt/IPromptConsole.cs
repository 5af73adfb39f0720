using System.Collections.Immutable;

namespace PluginFramework.Prompt;

/// <summary>Somebody's place at a console. Disposing of it leaves the console, which goes on without.</summary>
/// <remarks>Safe for use from any thread. After the console was closed its members throw <see cref="ObjectDisposedException"/>, except those that read.</remarks>
public interface IPromptConsole : IDisposable
{
    /// <summary>The console, as it is now.</summary>
    PromptConsoleInfo Info { get; }

    /// <summary>What this user entered lately, here and at other consoles, oldest first; 500 at most. Entries with passwords in them are left out.</summary>
    ImmutableArray<string> History { get; }

    /// <summary>What the transcript holds of what happened after an event; of output that has become part of a result, the result alone.</summary>
    /// <param name="after">The event's number; 0 for all.</param>
    ImmutableArray<PromptEvent> Read(long after = 0);

    /// <summary>
    /// What happened after an event and what happens from now on, until the console is closed. Whoever reads slowly misses what the transcript has
    /// dropped by then; nobody waits for them.
    /// </summary>
    /// <param name="after">The event's number; 0 for all.</param>
    /// <param name="cancellationToken">Ends the reading, without an exception.</param>
    IAsyncEnumerable<PromptEvent> ReadAllAsync(long after = 0, CancellationToken cancellationToken = default);

    /// <summary>Evaluates an entry; everybody attached sees it and its result. It goes on when this place is left.</summary>
    /// <exception cref="InvalidOperationException">An evaluation is running, or as many sessions are open as may be.</exception>
    Task<PromptResult> EvaluateAsync(string code);

    /// <summary>Stops the entry that runs, whoever entered it. False where none runs.</summary>
    bool Cancel();

    /// <inheritdoc cref="IPromptSession.IsComplete"/>
    bool IsComplete(string code);

    /// <inheritdoc cref="IPromptSession.CompleteAsync"/>
    Task<ImmutableArray<PromptCompletion>> CompleteAsync(string code, int position, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="IPromptSession.ClassifyAsync"/>
    Task<ImmutableArray<PromptSpan>> ClassifyAsync(string code, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="IPromptSession.DescribeAsync"/>
    Task<PromptDescription?> DescribeAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>Stops what runs, forgets everything declared so far and frees its code. The transcript stays.</summary>
    Task ResetAsync(CancellationToken cancellationToken = default);

    /// <summary>Closes the console for everybody: stops what runs, frees its code, forgets its transcript.</summary>
    Task CloseAsync();
}
