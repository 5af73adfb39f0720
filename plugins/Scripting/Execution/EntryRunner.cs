using System.Collections.Immutable;
using System.Reflection;
using PluginFramework.Prompt;
using PluginFramework.Scripting.Compilation;
using PluginFramework.Scripting.Values;

namespace PluginFramework.Scripting.Execution;

/// <summary>Takes one entry from text to result, on the entry's own thread.</summary>
internal sealed class EntryRunner(EntryCompiler compiler, SessionGeneration generation, TimeProvider time, CancellationToken stop)
{
    /// <summary>The tasks that the entry has left running.</summary>
    public ImmutableArray<LeftTask> Left { get; private set; } = [];

    /// <summary>Runs an entry.</summary>
    /// <returns>How it ended; <see langword="null"/>: it was stopped.</returns>
    public PromptResult? Run(string code)
    {
        try
        {
            if (EntryBounds.Problem(code) is { } problem)
                return new PromptResult.Invalid([new PromptDiagnostic("PROMPT1", IsError: true, 1, 1, problem)]);
            PromptResult result = CompilerStack.Run(() => compiler.Compile(code, generation.Previous, stop)) switch
            {
                CompiledEntry.Succeeded entry => Run(entry),
                CompiledEntry.Failed failed => new PromptResult.Invalid(failed.Diagnostics),
                _ => throw new InvalidOperationException("The compiler ended in no known way."),
            };
            return stop.IsCancellationRequested ? null : result;
        }
#pragma warning disable CA1031 // Whatever the entry throws is its result.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            if (stop.IsCancellationRequested) return null;
            return new PromptResult.Threw(
                exception.GetType().FullName ?? "", ExceptionText.Message(exception), ExceptionText.StackTrace(exception));
        }
    }

    private PromptResult.Completed Run(CompiledEntry.Succeeded entry)
    {
        if (entry.Image is null)
        {
            if (entry.Declares) generation.Append(entry, null, [.. generation.Slots, null]);
            return new PromptResult.Completed(null);
        }

        var context = generation.Open(entry);
        var keep = !entry.IsSelfContained;
        try
        {
            var assembly = context.LoadFromStream(entry.Image);
            object?[] slots = [.. generation.Slots, null];
            var own = generation.Slots.Length - 1; // the preamble takes no place
            object? value;
            PromptTasks.Collect();
            try
            {
                value = Await(Start(assembly, entry.FactoryType)(slots));
            }
            catch (Exception) when (!stop.IsCancellationRequested)
            {
                // What it declared before it threw is there, as it is after a breakpoint in a debugger.
                keep |= Append(entry, assembly, slots);
                throw;
            }

            keep |= Append(entry, assembly, slots);
            var hasValue = entry.HasValue;
            while (value is Task or ValueTask || IsValueTask(value))
            {
                var task = AsTask(value);
                hasValue &= IsOfResult(task);
                value = Await(task);
            }

            Left = [.. PromptTasks.Take().Select(task => new LeftTask("", task)), .. TasksIn(slots[own])];

            // Reading runs the value's own code, so it comes before the entry's context may go.
            return new PromptResult.Completed(hasValue ? new ValueReader(time).Read(value) : null);
        }
        finally
        {
            if (!keep) generation.Drop(context);
        }
    }

    private bool Append(CompiledEntry.Succeeded entry, Assembly assembly, object?[] slots)
    {
        if (entry.Declares && !stop.IsCancellationRequested) generation.Append(entry, assembly, slots);
        return entry.Declares;
    }

    private static IEnumerable<LeftTask> TasksIn(object? variables) =>
        (variables?.GetType().GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic) ?? [])
            .Where(field => typeof(Task).IsAssignableFrom(field.FieldType))
            .Select(field => (field.Name, Task: (Task?)field.GetValue(variables)))
            .Where(variable => variable.Task is { IsCompleted: false })
            .Select(variable => new LeftTask(variable.Name, variable.Task!));

    private static Func<object?[], Task<object?>> Start(Assembly assembly, string factoryType) =>
        assembly.GetType(factoryType, throwOnError: true)!
            .GetMethod("<Factory>", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!
            .CreateDelegate<Func<object?[], Task<object?>>>();

    /// <summary>Waits on this thread, which is the entry's and nobody else's.</summary>
    private object? Await(Task task)
    {
        Task.WaitAny([task], stop);
        task.GetAwaiter().GetResult();
        return IsOfResult(task)
            ? task.GetType().GetProperty(nameof(Task<>.Result))!.GetValue(task)
            : null;
    }

    private static bool IsOfResult(Task task) =>
        ResultType(task.GetType()) is { } result && result.FullName != "System.Threading.Tasks.VoidTaskResult";

    private static Type? ResultType(Type type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (current.IsGenericType && current.GetGenericTypeDefinition() == typeof(Task<>)) return current.GetGenericArguments()[0];
        }

        return null;
    }

    private static bool IsValueTask(object? value) =>
        value?.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(ValueTask<>);

    private static Task AsTask(object? value) => value switch
    {
        Task task => task,
        ValueTask task => task.AsTask(),
        _ => (Task)value!.GetType().GetMethod(nameof(ValueTask.AsTask))!.Invoke(value, null)!,
    };
}
