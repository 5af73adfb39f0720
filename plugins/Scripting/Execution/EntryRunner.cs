using System.Reflection;
using PluginFramework.Prompt;
using PluginFramework.Scripting.Compilation;
using PluginFramework.Scripting.Values;

namespace PluginFramework.Scripting.Execution;

/// <summary>Takes one entry from text to result, on the entry's own thread.</summary>
internal sealed class EntryRunner(EntryCompiler compiler, SessionGeneration generation, EntryLife life, TimeProvider time, CancellationToken stop)
{
    /// <summary>Runs an entry.</summary>
    /// <returns>How it ended; <see langword="null"/>: it was stopped.</returns>
    public PromptResult? Run(string code)
    {
        try
        {
            if (EntryBounds.Problem(code) is { } problem)
                return new PromptResult.Invalid([new PromptDiagnostic("PROMPT1", IsError: true, 1, 1, problem)]);
            PromptResult result = CompilerStack.Run(() => compiler.Compile(code, generation.Basis, stop)) switch
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
            if (entry.Declares) generation.Declare(entry);
            return new PromptResult.Completed(null);
        }

        var live = generation.Open(entry, life);
        var keep = !entry.IsSelfContained;
        try
        {
            var assembly = live.Assembly = live.Context!.LoadEntry(entry.Image);
            object?[] slots = [.. generation.Slots, null];
            object? value;
            try
            {
                value = Await(Start(assembly, entry.FactoryType)(slots));
            }
            catch (Exception) when (!stop.IsCancellationRequested)
            {
                // What it declared before it threw is there, as it is after a breakpoint in a debugger.
                keep |= Declare(live, slots);
                throw;
            }

            keep |= Declare(live, slots);
            var hasValue = entry.HasValue;
            while (TaskKinds.IsTask(value))
            {
                var task = TaskKinds.AsTask(value!);
                hasValue &= TaskKinds.IsOfResult(task);
                value = Await(task);
            }

            // Reading runs the value's own code, so it comes before the entry's context may go.
            return new PromptResult.Completed(hasValue ? new ValueReader(time).Read(value) : null);
        }
        finally
        {
            if (!keep) generation.Drop(live);
        }
    }

    private bool Declare(LiveEntry entry, object?[] slots)
    {
        if (entry.Compiled.Declares && !stop.IsCancellationRequested) generation.Declare(entry, slots[^1]);
        return entry.Compiled.Declares;
    }

    private static Func<object?[], Task<object?>> Start(Assembly assembly, string factoryType) =>
        assembly.GetType(factoryType, throwOnError: true)!
            .GetMethod("<Factory>", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!
            .CreateDelegate<Func<object?[], Task<object?>>>();

    /// <summary>Waits on this thread, which is the entry's and nobody else's.</summary>
    private object? Await(Task task)
    {
        Task.WaitAny([task], stop);
        task.GetAwaiter().GetResult();
        return TaskKinds.ResultOf(task);
    }
}
