using System.Collections.Immutable;

namespace PluginFramework.Prompt;

/// <summary>A C# session: declarations and usings last from entry to entry. One evaluation at a time; disposing of it frees its code.</summary>
public interface IPromptSession : IAsyncDisposable
{
    /// <summary>Evaluates an entry. Tasks are awaited.</summary>
    /// <param name="code">C#, top-level <c>await</c> included; 64 KiB at most.</param>
    /// <param name="cancellationToken">Stops the code, tight loops included, within a second.</param>
    /// <exception cref="InvalidOperationException">An evaluation is running.</exception>
    Task<PromptResult> EvaluateAsync(string code, CancellationToken cancellationToken = default);

    /// <summary>
    /// Whether the entry is complete, so that Enter should run it rather than begin another line. Also true where that cannot be told within
    /// a few seconds.
    /// </summary>
    bool IsComplete(string code);

    /// <summary>What could stand at a position, best first, 200 at most; none where that takes more than a few seconds. Runs no code.</summary>
    Task<ImmutableArray<PromptCompletion>> CompleteAsync(string code, int position, CancellationToken cancellationToken = default);

    /// <summary>Forgets everything declared so far and frees its code.</summary>
    Task ResetAsync(CancellationToken cancellationToken = default);
}
