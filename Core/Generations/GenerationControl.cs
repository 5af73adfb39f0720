using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Logging;
using PluginFramework.Identity;
using PluginFramework.Loader.Locking;
using PluginFramework.Panels;

namespace PluginFramework.Core.Generations;

/// <summary>Makes changes one at a time: writes them down, has the host carry them out, and takes back what is not well.</summary>
internal sealed class GenerationControl(GenerationStore store, IGenerationHost host, TimeProvider timeProvider, ILogger logger) : IGenerations, IAsyncDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private ImmutableDictionary<string, string> _notes = RollbackNotes.Of(store.All.Values);

    public Generation Current => store.Current;

    /// <summary>What is to be said of plugins for which a generation was rolled back.</summary>
    public ImmutableDictionary<string, string> Notes => Volatile.Read(ref _notes);

    public ImmutableArray<Generation> List() => [.. store.All.Values.Reverse()];

    public string CreateStagingDirectory()
    {
        var path = store.Staging.NewPath();
        Directory.CreateDirectory(path);
        return path;
    }

    public async Task<GenerationOutcome> ApplyAsync(GenerationDraft draft, CancellationToken cancellationToken)
    {
        try
        {
            using var turn = await EnterAsync(cancellationToken).ConfigureAwait(false);
            return await ApplyAsync(draft, draft.Lock ?? store.Current.Lock, draft.Configuration, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (draft.StagedPlugins is { } staged && Directory.Exists(staged)) Directory.Delete(staged, recursive: true);
        }
    }

    public async Task<GenerationOutcome> RollbackAsync(int? number, Caller caller, CancellationToken cancellationToken)
    {
        using var turn = await EnterAsync(cancellationToken).ConfigureAwait(false);
        if ((number ?? store.Current.Previous) is not { } wanted)
            throw new PanelException(PanelError.NotFound, "There is no earlier generation to go back to: nothing was changed yet.");
        if (!store.All.TryGetValue(wanted, out var target))
        {
            throw new PanelException(
                PanelError.NotFound, $"Generation {wanted} is not kept. Those that are: {string.Join(", ", store.All.Keys)}.");
        }

        var summary = string.Create(CultureInfo.InvariantCulture, $"Back to generation {wanted}");
        return await ApplyAsync(new(summary, caller) { Waiting = target.Waiting }, target.Lock, store.HasConfigurationFile ? target.Configuration.ToArray() : null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Waits for changes under way. No other begins before the result is disposed of.</summary>
    public async Task<IDisposable> EnterAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        return new Turn(_turn);
    }

    /// <summary>Makes a generation of a configuration, and writes the file, for a change that is carried out elsewhere. For who has the turn.</summary>
    public void SetConfiguration(string summary, Caller caller, byte[] configuration)
    {
        RecordEdit();
        Record(new GenerationDraft(summary, caller), store.Current.Lock, configuration, StateOfUnjudged);
    }

    /// <summary>Makes a generation of an edit of the configuration file, if there was one: it is the operator's, and not taken back.</summary>
    public async Task RecordEditAsync(CancellationToken cancellationToken)
    {
        using var turn = await EnterAsync(cancellationToken).ConfigureAwait(false);
        RecordEdit();
    }

    /// <summary>Decides whether the generation in force stays, where nobody has; an earlier one comes back until one is well.</summary>
    public async Task DecideAsync()
    {
        using var turn = await EnterAsync(host.Stopping).ConfigureAwait(false);
        if (store.Current.State == GenerationState.OnTrial) await DecideAsync(ImmutableSortedDictionary<string, string>.Empty, LastGood().Active).ConfigureAwait(false);
    }

    /// <summary>Ends when the change under way does.</summary>
    public async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        _turn.Dispose();
    }

    /// <summary>What follows a generation nobody has decided on is as undecided.</summary>
    private GenerationState StateOfUnjudged => store.Current.State == GenerationState.OnTrial ? GenerationState.OnTrial : GenerationState.Good;

    private async Task<GenerationOutcome> ApplyAsync(GenerationDraft draft, PluginLockFile installed, byte[]? configuration, CancellationToken cancellationToken)
    {
        if (configuration is not null) host.Check(configuration);
        RecordEdit();
        if (draft.ConfigurationBefore is { } before && !store.Current.Configuration.Span.SequenceEqual(before))
            throw new PanelException(PanelError.Busy, "While this was worked out, somebody else changed the configuration file. Nothing was changed. Try again.");
        await store.Installed.AdoptAsync(installed, draft.StagedPlugins, cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        var active = host.Active;
        var generation = Record(draft, installed, configuration, GenerationState.OnTrial);
        GenerationLog.Switched(logger, generation.Number, generation.Summary, generation.Actor);

        var touched = GenerationDifference.Touched(store.All[generation.Previous!.Value], generation);
        var problems = await host.TakeAsync(generation, touched).ConfigureAwait(false);
        if (host.IsRunning) await DecideAsync(problems, active).ConfigureAwait(false);
        return new(store.All[generation.Number]);
    }

    private Generation Record(GenerationDraft draft, PluginLockFile installed, byte[]? configuration, GenerationState state)
    {
        var before = store.Current;
        try
        {
            var generation = store.Add(new(0, installed, draft.Summary)
            {
                At = timeProvider.GetUtcNow(), Actor = draft.Caller.Name, Surface = draft.Caller.Surface, State = state,
                Configuration = configuration ?? before.Configuration, Active = state == GenerationState.Good ? before.Active : [],
                Waiting = draft.Waiting ?? before.Waiting,
            });
            store.Switch(generation);
            Volatile.Write(ref _notes, RollbackNotes.Of(store.All.Values));
            CollectGarbage();
            return generation;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Where even that fails, the next start does it.
            store.TakeBack(before);
            throw exception is IOException ? exception : new IOException(exception.Message, exception);
        }
    }

    private void RecordEdit()
    {
        if (!store.HasConfigurationFile) return;
        var text = store.ReadConfiguration();
        if (store.Current.Configuration.Span.SequenceEqual(text)) return;
        var generation = Record(new("The configuration file was edited", new("file", "file")), store.Current.Lock, text, StateOfUnjudged);
        GenerationLog.Switched(logger, generation.Number, generation.Summary, generation.Actor);
    }

    private async Task DecideAsync(ImmutableSortedDictionary<string, string> problems, ImmutableArray<string> active)
    {
        while (store.Current is { State: GenerationState.OnTrial } trial)
        {
            var touched = GenerationDifference.Touched(LastGood(), trial);
            if (problems.IsEmpty) problems = await host.JudgeAsync(trial, touched, active).ConfigureAwait(false);
            // A host that stops decides nothing; the next start does.
            if (host.Stopping.IsCancellationRequested) return;
            if (problems.IsEmpty)
            {
                store.Mark(trial with { State = GenerationState.Good, Active = host.Active });
                GenerationLog.Good(logger, trial.Number);
                return;
            }

            var reason = string.Join(" ", problems.Select(problem => $"{problem.Key}: {problem.Value}"));
            store.RollBack(trial with { State = GenerationState.RolledBack, Reason = reason, Unwell = [.. problems.Keys] });
            Volatile.Write(ref _notes, RollbackNotes.Of(store.All.Values));
            GenerationLog.RolledBack(logger, trial.Number, store.Current.Number, reason);
            problems = await host.TakeAsync(store.Current, touched).ConfigureAwait(false);
        }
    }

    /// <summary>The latest generation known to be good that the one in force was made from.</summary>
    private Generation LastGood()
    {
        var generation = store.Current;
        while (generation.State != GenerationState.Good && generation.Previous is { } number && store.All.TryGetValue(number, out var previous)) generation = previous;
        return generation;
    }

    private void CollectGarbage()
    {
        try
        {
            store.CollectGarbage();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            GenerationLog.GarbageStays(logger, exception);
        }
    }

    private sealed class Turn(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}
