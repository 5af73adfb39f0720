using System.Runtime.CompilerServices;

namespace PluginFramework.Scripting.Execution;

/// <summary>What compiled entries call where they start a task and drop it, so that its end can be told.</summary>
public static class PromptTasks
{
    /// <summary>How many running tasks an entry's list takes; a loop may drop any number.</summary>
    internal const int MaxDropped = 32;

    // Execution contexts are captured by timers and tasks that outlive the prompt. They may hold nothing of a type of this plugin.
    private static readonly AsyncLocal<Tuple<List<Task>, StrongBox<bool>>?> Current = new();

    /// <summary>Called with a task that nobody keeps.</summary>
    public static void Dropped(Task? task)
    {
        // What has come to a good end, or was given up, is of interest to nobody; what failed would be lost without a word.
        if (task is null or { IsCompletedSuccessfully: true } or { IsCanceled: true } || Current.Value is not var (tasks, isOver)) return;
        lock (tasks)
        {
            if (isOver.Value) return;
            if (tasks.Count >= MaxDropped) tasks.RemoveAll(known => known.IsCompletedSuccessfully || known.IsCanceled);
            if (tasks.Count < MaxDropped) tasks.Add(task);
        }
    }

    /// <summary>Called with a task that nobody keeps.</summary>
    public static void Dropped(ValueTask task)
    {
        if (!task.IsCompletedSuccessfully) Dropped(task.AsTask());
    }

    /// <summary>Called with a task that nobody keeps.</summary>
    /// <typeparam name="T">Its result.</typeparam>
    public static void Dropped<T>(ValueTask<T> task)
    {
        if (!task.IsCompletedSuccessfully) Dropped(task.AsTask());
    }

    /// <summary>From here on, tasks that this flow of execution drops go into a list.</summary>
    internal static void Attach(Tuple<List<Task>, StrongBox<bool>> tasks) => Current.Value = tasks;

    /// <summary>The tasks that were dropped, less those of which there is nothing to tell. What is dropped from here on is not listed.</summary>
    internal static List<Task> Take(Tuple<List<Task>, StrongBox<bool>> dropped)
    {
        lock (dropped.Item1)
        {
            dropped.Item2.Value = true;
            var tasks = dropped.Item1.FindAll(task => !task.IsCompletedSuccessfully && !task.IsCanceled);
            dropped.Item1.Clear();
            return tasks;
        }
    }
}
