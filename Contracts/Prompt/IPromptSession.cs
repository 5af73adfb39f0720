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

    /// <summary>Evaluates an entry and hands over what it writes while it runs.</summary>
    /// <param name="code">C#, top-level <c>await</c> included; 64 KiB at most.</param>
    /// <param name="output">
    /// Takes the next piece of output, never two at a time; in all what <see cref="PromptResult.Output"/> has in the end. The entry does not wait for
    /// it: a slow one gets fewer and longer pieces, and one that has not returned a second after the entry's end is called no more.
    /// </param>
    /// <param name="cancellationToken">Stops the code, tight loops included, within a second.</param>
    /// <exception cref="InvalidOperationException">An evaluation is running.</exception>
    Task<PromptResult> EvaluateStreamedAsync(string code, Func<string, ValueTask> output, CancellationToken cancellationToken = default);

    /// <summary>
    /// Whether the entry is complete, so that Enter should run it rather than begin another line. Also true where that cannot be told within
    /// a few seconds.
    /// </summary>
    bool IsComplete(string code);

    /// <summary>What could stand at a position, best first, 200 at most; none where that takes more than a few seconds. Runs no code.</summary>
    Task<ImmutableArray<PromptCompletion>> CompleteAsync(string code, int position, CancellationToken cancellationToken = default);

    /// <summary>
    /// What the words of an entry are, for a surface to colour them; in their order, none over another. From the syntax alone, so it is quick and at
    /// times a guess; none where it takes more than a few seconds. Runs no code.
    /// </summary>
    Task<ImmutableArray<PromptSpan>> ClassifyAsync(string code, CancellationToken cancellationToken = default);

    /// <summary>
    /// What the documentation says of something: <c>Users.Add</c>, <c>Enumerable.Select</c>, <c>string</c>. Runs no code.
    /// </summary>
    /// <returns><see langword="null"/> where the name means nothing here, or that takes more than a few seconds.</returns>
    Task<PromptDescription?> DescribeAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>Forgets everything declared so far and frees its code.</summary>
    Task ResetAsync(CancellationToken cancellationToken = default);
}
