using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace PluginFramework.Scripting.Execution;

/// <summary>How long what an entry left behind goes on: until it is let go of, with its session or alone.</summary>
#pragma warning disable CA1001 // Without a timer, and cancelled at the end, the source has nothing to dispose of.
internal sealed class EntryLife
#pragma warning restore CA1001
{
    private readonly CancellationTokenSource _over = new();
    private ImmutableList<WeakReference<Task>> _watched = [];

    /// <summary>Set when it is over: the entry's code that still runs stops.</summary>
    public StrongBox<bool> Signal { get; } = new();

    /// <summary>Cancelled when it is over: nobody waits for the entry's tasks any more.</summary>
    public CancellationToken Over => _over.Token;

    /// <summary>The running tasks that the entry has dropped, and whether it has ended. Of the framework's types, as <see cref="PromptTasks"/> needs it.</summary>
    public Tuple<List<Task>, StrongBox<bool>> Dropped { get; } = new([], new());

    /// <summary>The tasks that are waited for still.</summary>
    public IEnumerable<Task> Watched => _watched.Select(weak => weak.TryGetTarget(out var task) ? task : null).OfType<Task>().Where(task => !task.IsCompleted);

    /// <summary>Remembers, without holding it, that a task is waited for.</summary>
    public void Watch(Task task) => ImmutableInterlocked.Update(ref _watched, static (all, one) => all.Add(new(one)), task);

    public void End()
    {
        Volatile.Write(ref Signal.Value, true);
        PromptTasks.Take(Dropped);
        _over.Cancel();
    }
}
