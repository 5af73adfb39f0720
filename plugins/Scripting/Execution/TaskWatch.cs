using System.Reflection;
using System.Runtime.CompilerServices;
using PluginFramework.Prompt;
using PluginFramework.Scripting.Values;

namespace PluginFramework.Scripting.Execution;

/// <summary>Waits for the tasks that a session's entries leave running, and tells how they end. Holds none of them itself.</summary>
/// <remarks>
/// What holds a task's watch is the task. So that a timer which runs for days holds nothing of the session, nor of this plugin, the watch takes itself
/// off the task when the entry's life is over.
/// </remarks>
internal sealed class TaskWatch(TimeProvider time, TimeSpan readLimit)
{
    /// <summary>How many tasks are waited for at once; of more than that the end is not told.</summary>
    private const int MaxWatched = 32;
    private const string CannotBeRead = "(cannot be read)";

    private readonly ConditionalWeakTable<Task, object> _known = [];
    private int _watched;

    /// <summary>Waits for what an entry has dropped, and for what the session's variables hold and nobody waits for yet.</summary>
    /// <param name="life">The entry's.</param>
    /// <param name="slots">The objects whose fields are the session's variables.</param>
    /// <param name="ended">Told the variable (or nothing) and how the task ended, on any thread.</param>
    /// <returns>Whether there is any to wait for that nobody waited for before.</returns>
    public bool Begin(EntryLife life, IEnumerable<object> slots, Action<string, PromptResult> ended)
    {
        var isAny = false;
        foreach (var (name, task) in slots.SelectMany(Variables)) isAny |= Begin(name, task, life, ended);
        foreach (var task in PromptTasks.Take(life.Dropped)) isAny |= Begin("", task, life, ended);
        return isAny;
    }

    private static IEnumerable<(string Name, Task Task)> Variables(object slot)
    {
        const BindingFlags Flags = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        foreach (var field in slot.GetType().GetFields(Flags))
        {
            if (field.Name.StartsWith('<') || !TaskKinds.IsTaskType(field.FieldType) || field.GetValue(slot) is not { } value) continue;
            if (value is not Task)
            {
                // One of these may be waited for once: the variable gets what can be waited for again, unless that once is over.
                if (TaskKinds.Preserve(value) is not { } preserved) continue;
                value = preserved;
                if (!field.IsInitOnly) field.SetValue(slot, value);
            }

            if (TaskKinds.AsTask(value) is { IsCompleted: false } task) yield return (field.Name, task);
        }
    }

    private bool Begin(string name, Task task, EntryLife life, Action<string, PromptResult> ended)
    {
        if (Volatile.Read(ref _watched) >= MaxWatched || !_known.TryAdd(task, _known)) return false;
        Interlocked.Increment(ref _watched);
        life.Watch(task);
        _ = WatchAsync(name, task, life, ended);
        return true;
    }

    private async Task WatchAsync(string name, Task task, EntryLife life, Action<string, PromptResult> ended)
    {
        var begin = time.GetTimestamp();
        await task.WaitAsync(life.Over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        Interlocked.Decrement(ref _watched);
        if (life.Over.IsCancellationRequested) return;
        var result = await EndOfAsync(task, life);
        if (!life.Over.IsCancellationRequested) ended(name, result with { Elapsed = time.GetElapsedTime(begin) });
    }

    private async Task<PromptResult> EndOfAsync(Task task, EntryLife life)
    {
        if (task.IsCanceled) return new PromptResult.Cancelled();
        if (task.Exception?.InnerException is { } thrown)
        {
            var type = thrown.GetType().FullName ?? "";
            return await ReadAsync<PromptResult>(() => new PromptResult.Threw(type, ExceptionText.Message(thrown), ExceptionText.StackTrace(thrown)), life)
                ?? new PromptResult.Threw(type, CannotBeRead, "");
        }

        if (!TaskKinds.IsOfResult(task)) return new PromptResult.Completed(null);
        return new PromptResult.Completed(await ReadAsync(() => new ValueReader(time).Read(TaskKinds.ResultOf(task)), life)
            ?? new PromptValue.Elided(TypeNames.Of(task.GetType().GetProperty(nameof(Task<>.Result))!.PropertyType), CannotBeRead));
    }

    /// <summary>Reads what runs the entry's own code, and so belongs onto a thread like the entry's; <see langword="null"/>: it takes too long.</summary>
    private async Task<T?> ReadAsync<T>(Func<T> read, EntryLife life) where T : class
    {
        var isLate = new StrongBox<bool>();
        var thread = new EntryThread<T>(read, new EntryOutput(time).Buffer, life.Dropped, isLate, life.Signal);
        await ((Task)thread.Completion).WaitAsync(readLimit, time, life.Over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Volatile.Write(ref isLate.Value, true);
        return thread.Completion.IsCompletedSuccessfully ? await thread.Completion : null;
    }
}
