namespace PluginFramework.Scripting.Execution;

/// <summary>What compiled entries call with tasks that a statement of theirs drops.</summary>
public static class PromptTasks
{
    private const int MaxTasks = 64;

    /// <summary>Those of the entry on this thread. On other threads, after the entry's first await, nobody collects.</summary>
    [ThreadStatic]
    private static List<Task>? s_dropped;

    /// <summary>Called in place of forgetting a task.</summary>
    public static void Drop(Task? task)
    {
        if (task is { IsCompleted: false } && s_dropped is { Count: < MaxTasks } dropped) dropped.Add(task);
    }

    /// <summary>From here on, what is dropped on this thread is collected.</summary>
    internal static void Collect() => s_dropped = [];

    /// <summary>What was dropped and still runs.</summary>
    internal static IEnumerable<Task> Take()
    {
        var dropped = s_dropped ?? [];
        s_dropped = null;
        return dropped.Where(task => !task.IsCompleted);
    }
}
