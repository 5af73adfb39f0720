namespace PluginFramework.Scripting.Compilation;

/// <summary>Runs the compiler where it has stack enough.</summary>
/// <remarks>
/// Its parser recurses for each level of nesting without looking at the stack, and would end the process. 64 MiB is four times what any
/// entry within the bounds of <see cref="EntryBounds"/> was seen to need; of it only the pages in use take memory.
/// </remarks>
internal static class CompilerStack
{
    private const int StackSize = 64 * 1024 * 1024;

    /// <summary>Runs work and waits for it.</summary>
    /// <exception cref="Exception">What the work threw.</exception>
    public static T Run<T>(Func<T> work) => RunAsync(work).GetAwaiter().GetResult();

    /// <summary>Runs work. The task ends as the work does.</summary>
    public static Task<T> RunAsync<T>(Func<T> work)
    {
        var completion = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            try
            {
                completion.SetResult(work());
            }
#pragma warning disable CA1031 // Thrown again to whoever waits.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                completion.SetException(exception);
            }
        }, StackSize) { IsBackground = true, Name = "C# prompt compiler" };
        thread.UnsafeStart();
        return completion.Task;
    }
}
