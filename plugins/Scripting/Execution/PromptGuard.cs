using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace PluginFramework.Scripting.Execution;

/// <summary>What compiled entries call on their way: it stops them when their time is over, and before they run out of stack.</summary>
/// <remarks>
/// An exception's cleanup (<c>finally</c>, <c>Dispose</c>) runs on top of the stack it was thrown at. If each level of a deep recursion threw
/// again from its cleanup, the dispatching itself would use the stack up and end the process. So far down, the guard throws only once.
/// </remarks>
public static class PromptGuard
{
    /// <summary>How deep an entry may go. A pool thread's stack is at least three times that.</summary>
    private const nint MaxDepth = 512 * 1024;

    /// <summary>
    /// To here an entry is stopped from within its cleanup, too, which may hold a loop as well as anything. Each time takes some 10 KiB.
    /// </summary>
    private const nint Shallow = 128 * 1024;

    // Execution contexts are captured by timers and tasks that outlive the prompt. They may hold nothing of a type of this plugin.
    private static readonly AsyncLocal<StrongBox<bool>[]?> Signals = new();

    [ThreadStatic]
    private static bool s_isEntryThread;

    /// <summary>The shallowest address this thread was seen at. Stacks grow downwards.</summary>
    [ThreadStatic]
    private static nint s_top;

    [ThreadStatic]
    private static bool s_isOverflowing;

    [ThreadStatic]
    private static StrongBox<bool>[]? s_stopped;

    /// <summary>Called at the beginning of every method of an entry.</summary>
    /// <exception cref="OperationCanceledException">The entry is to stop.</exception>
    /// <exception cref="InsufficientExecutionStackException">The entry goes too deep; without this the process would end.</exception>
    public static void Enter()
    {
        Check();
        var depth = Depth();
        if (depth > MaxDepth)
        {
            if (s_isOverflowing)
            {
                RuntimeHelpers.EnsureSufficientExecutionStack();
                return;
            }

            s_isOverflowing = true;
            throw new InsufficientExecutionStackException("The entry calls deeper than the stack allows.");
        }

        if (depth < MaxDepth / 2) s_isOverflowing = false;
    }

    /// <summary>Called before every jump backwards.</summary>
    /// <exception cref="OperationCanceledException">The entry is to stop.</exception>
    public static void Check()
    {
        if (Signals.Value is not { } signals) return;
        foreach (var signal in signals)
        {
            if (Volatile.Read(ref signal.Value)) Stop(signals);
        }
    }

    /// <summary>From here on, this thread and what flows from it stops when one of <paramref name="signals"/> is set.</summary>
    internal static void Attach(params StrongBox<bool>[] signals)
    {
        Signals.Value = signals;
        s_isEntryThread = true;
        s_top = 0;
        Depth();
    }

    private static void Stop(StrongBox<bool>[] signals)
    {
        if (s_stopped == signals && Depth() > Shallow) return;
        if (s_isEntryThread || Task.CurrentId is not null || IsInAsyncMethod())
        {
            s_stopped = signals;
            throw new OperationCanceledException("The entry was stopped.");
        }

        // A thread, a timer or a pool item of the entry's own making: nobody there catches, and the process would end.
        Signals.Value = null;
    }

    private static unsafe nint Depth()
    {
        byte here = 0;
        var address = (nint)(&here);
        if (address > s_top) s_top = address;
        return s_top - address;
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
