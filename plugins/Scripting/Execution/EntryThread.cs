using System.Runtime.CompilerServices;
using System.Text;
using PluginFramework.Scripting.Globals;

namespace PluginFramework.Scripting.Execution;

/// <summary>The thread an entry runs on. It is the entry's own, so that an entry which cannot be stopped takes no other work with it.</summary>
internal sealed class EntryThread<T>
{
    /// <summary>4 MiB: an eighth for the entry (<see cref="PromptGuard"/>), the rest for the libraries it calls and for unwinding.</summary>
    private const int StackSize = 4 * 1024 * 1024;

    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Thread _thread;

    /// <summary>Starts the thread.</summary>
    /// <param name="work">What to do.</param>
    /// <param name="output">Takes what the entry writes to its console.</param>
    /// <param name="dropped">Takes the running tasks that it drops.</param>
    /// <param name="signals">When one is set, the entry's code stops.</param>
    public EntryThread(Func<T> work, Tuple<StringBuilder, SemaphoreSlim> output, Tuple<List<Task>, StrongBox<bool>> dropped, params StrongBox<bool>[] signals)
    {
        _thread = new Thread(() => Run(work, output, dropped, signals), StackSize) { IsBackground = true, Name = "C# prompt" };
        _thread.UnsafeStart();
    }

    /// <summary>Completes when the thread has done its work.</summary>
    public Task<T> Completion => _completion.Task;

    /// <summary>Wakes the thread where it waits for something.</summary>
    public void Interrupt() => _thread.Interrupt();

    private void Run(Func<T> work, Tuple<StringBuilder, SemaphoreSlim> output, Tuple<List<Task>, StrongBox<bool>> dropped, StrongBox<bool>[] signals)
    {
        // An exception that left this method would end the process, whatever it is; whoever awaits the completion gets it.
        try
        {
            PromptConsole.Attach(output);
            PromptTasks.Attach(dropped);
            PromptGuard.Attach(signals);
            _completion.SetResult(work());
        }
#pragma warning disable CA1031
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _completion.SetException(exception);
        }
    }
}
