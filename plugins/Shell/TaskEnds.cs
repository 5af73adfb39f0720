namespace PluginFramework.Shell;

/// <summary>Waiting for what was told to stop.</summary>
internal static class TaskEnds
{
    /// <summary>Waits until tasks have ended, however they do.</summary>
    public static async Task WaitAsync(params IEnumerable<Task?> tasks)
    {
        foreach (var task in tasks.OfType<Task>()) await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
