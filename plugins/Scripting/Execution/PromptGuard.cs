using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace PluginFramework.Scripting.Execution;

/// <summary>What compiled entries call on their way: it stops them when their time is over, and before they run out of stack.</summary>
public static class PromptGuard
{
    // Execution contexts are captured by timers and tasks that outlive the prompt. They may hold nothing of a type of this plugin.
    private static readonly AsyncLocal<StrongBox<bool>[]?> Signals = new();

    [ThreadStatic]
    private static bool s_isEntryThread;

    /// <summary>Called at the beginning of every method of an entry.</summary>
    /// <exception cref="OperationCanceledException">The entry is to stop.</exception>
    /// <exception cref="InsufficientExecutionStackException">The stack is nearly used up; without this the process would end.</exception>
    public static void Enter()
    {
        Check();
        RuntimeHelpers.EnsureSufficientExecutionStack();
    }

    /// <summary>Called before every jump backwards.</summary>
    /// <exception cref="OperationCanceledException">The entry is to stop.</exception>
    public static void Check()
    {
        if (Signals.Value is not { } signals) return;
        foreach (var signal in signals)
        {
            if (Volatile.Read(ref signal.Value)) Stop();
        }
    }

    /// <summary>From here on, this thread and what flows from it stops when one of <paramref name="signals"/> is set.</summary>
    internal static void Attach(params StrongBox<bool>[] signals)
    {
        Signals.Value = signals;
        s_isEntryThread = true;
    }

    private static void Stop()
    {
        if (s_isEntryThread || Task.CurrentId is not null || IsInAsyncMethod())
            throw new OperationCanceledException("The entry was stopped.");

        // A thread, a timer or a pool item of the entry's own making: nobody there catches, and the process would end.
        Signals.Value = null;
    }

    private static bool IsInAsyncMethod()
    {
        foreach (var frame in new StackTrace(fNeedFileInfo: false).GetFrames())
        {
            if (frame.GetMethod()?.DeclaringType is { } type
                && typeof(IAsyncStateMachine).IsAssignableFrom(type)
                && type.GetField("<>t__builder")?.FieldType is { } builder
                && builder != typeof(AsyncVoidMethodBuilder)) return true;
        }

        return false;
    }
}
