using System.Collections.Immutable;
using PluginFramework.Core.Generations;
using PluginFramework.Identity;
using PluginFramework.Panels;

namespace PluginFramework.Core.Installing;

/// <summary>
/// Switches to other generations, one change at a time, and takes only changes that were made for what is in force. Says what went wrong as
/// panels do.
/// </summary>
internal sealed class GenerationSwitch(IGenerations generations)
{
    private readonly Lock _turns = new(); // guards _last
    private Task _last = Task.CompletedTask;

    /// <summary>The generation in force.</summary>
    public Generation Current => generations.Current;

    /// <summary>Those kept, latest first.</summary>
    public ImmutableArray<Generation> List() => generations.List();

    /// <inheritdoc cref="IGenerations.CreateStagingDirectory"/>
    public string CreateStagingDirectory() => generations.CreateStagingDirectory();

    /// <summary>Makes a change.</summary>
    /// <param name="draft">The change.</param>
    /// <param name="basis">The number of the generation it was made for.</param>
    /// <param name="cancellationToken">Gives up, as long as it has not begun.</param>
    /// <returns>The generation in force.</returns>
    /// <exception cref="PanelException">It was not made, or was rolled back.</exception>
    public Task<Generation> ApplyAsync(GenerationDraft draft, int basis, CancellationToken cancellationToken) => InTurnAsync(
        async () =>
        {
            if (generations.Current.Number is var current && current != basis)
            {
                throw new PanelException(PanelError.Busy,
                    $"While this was worked out, somebody else made generation {current} ({generations.Current.Summary}). Nothing was changed. Try again.");
            }

            return await generations.ApplyAsync(draft, CancellationToken.None).ConfigureAwait(false);
        },
        cancellationToken);

    /// <summary>Makes the content of an earlier generation the one in force.</summary>
    /// <inheritdoc cref="ApplyAsync" path="/exception"/>
    public Task<Generation> RollbackAsync(int? number, Caller caller, CancellationToken cancellationToken) =>
        InTurnAsync(() => generations.RollbackAsync(number, caller, CancellationToken.None), cancellationToken);

    private Task<Generation> InTurnAsync(Func<Task<GenerationOutcome>> change, CancellationToken cancellationToken) => InstallFaults.TranslateAsync(async () =>
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task before;
        // Who gives up while waiting lets nobody pass those before.
        lock (_turns) (before, _last) = (_last, Task.WhenAll(_last, done.Task));
        try
        {
            await before.WaitAsync(cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            // Once begun it is carried through, whether or not the caller waits.
            var outcome = await change().ConfigureAwait(false);
            if (outcome.IsTaken) return outcome.Generation;
            var now = generations.Current;
            throw new PanelException(PanelError.Failed,
                $"Generation {outcome.Generation.Number} was rolled back: {outcome.Generation.Reason ?? "its plugins were not well."} In force is generation {now.Number}"
                + $"{(now.Summary.Length == 0 ? "" : $" ({now.Summary.TrimEnd('.')})")}, as before.");
        }
        finally
        {
            done.SetResult();
        }
    });
}
