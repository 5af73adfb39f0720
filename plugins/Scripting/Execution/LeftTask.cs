namespace PluginFramework.Scripting.Execution;

/// <summary>A task that was still running when its entry ended.</summary>
/// <param name="Name">The variable it was put in; empty: none.</param>
/// <param name="Task">The task.</param>
internal sealed record LeftTask(string Name, Task Task);
