using System.Reflection;

namespace PluginFramework.Scripting.Execution;

/// <summary>What can be said of tasks of whatever result.</summary>
internal static class TaskKinds
{
    /// <summary>Whether a value is a task of some kind.</summary>
    public static bool IsTask(object? value) => value is Task or ValueTask || IsValueTaskOfResult(value?.GetType());

    /// <summary>Whether what is declared so is a task of some kind.</summary>
    public static bool IsTaskType(Type type) => typeof(Task).IsAssignableFrom(type) || type == typeof(ValueTask) || IsValueTaskOfResult(type);

    /// <summary>The task; of a <see cref="ValueTask"/> the one it becomes, which is then used up.</summary>
    public static Task AsTask(object value) => value switch
    {
        Task task => task,
        ValueTask task => task.AsTask(),
        _ => (Task)value.GetType().GetMethod(nameof(ValueTask.AsTask))!.Invoke(value, null)!,
    };

    /// <summary>The same as something that can be waited for more than once, for its owner to go on with; <see langword="null"/>: it was waited for already.</summary>
    public static object? Preserve(object value)
    {
        try
        {
            return value is ValueTask task ? task.Preserve()
                : value.GetType().GetMethod(nameof(ValueTask.Preserve))!.Invoke(value, BindingFlags.DoNotWrapExceptions, null, null, null);
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Whether it has a result.</summary>
    public static bool IsOfResult(Task task) =>
        ResultType(task.GetType()) is { } result && result.FullName != "System.Threading.Tasks.VoidTaskResult";

    /// <summary>The result of a task that has completed; <see langword="null"/> where it has none.</summary>
    public static object? ResultOf(Task task) => IsOfResult(task) ? task.GetType().GetProperty(nameof(Task<>.Result))!.GetValue(task) : null;

    private static bool IsValueTaskOfResult(Type? type) => type is { IsGenericType: true } && type.GetGenericTypeDefinition() == typeof(ValueTask<>);

    private static Type? ResultType(Type type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (current.IsGenericType && current.GetGenericTypeDefinition() == typeof(Task<>)) return current.GetGenericArguments()[0];
        }

        return null;
    }
}
