namespace PluginFramework.Scripting.Compilation;

/// <summary>Asks the compiler what editing needs to know, for a short time only: an answer that comes late helps nobody who types.</summary>
/// <remarks>
/// Not everything the compiler does can be stopped. A question it goes on with is left to itself, and no more than a few are asked at a
/// time, so that a session cannot take all the processor for long; the next one waits for its turn.
/// </remarks>
#pragma warning disable CA1001 // The semaphore's wait handle is never asked for, so there is nothing to dispose of, and questions left to themselves end later.
internal sealed class EditingAid(TimeProvider time)
#pragma warning restore CA1001
{
    /// <summary>How long a question may take, waiting included. The first one of a process takes most of it on a slow machine.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <summary>How many questions may be open, those left to themselves included.</summary>
    public const int MaxOpen = 4;

    private readonly SemaphoreSlim _turns = new(MaxOpen);

    /// <summary>Asks a question.</summary>
    /// <param name="question">Asks the compiler; stops when told to, where it can.</param>
    /// <param name="otherwise">The answer when there is none in time.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task<T> AskAsync<T>(Func<CancellationToken, T> question, T otherwise, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var limit = new CancellationTokenSource(Limit, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var token = stop.Token;
        try
        {
            // Some callers block on this, whatever thread they are on.
            await _turns.WaitAsync(token).ConfigureAwait(false);
            var answer = CompilerStack.RunAsync(() => Answer(question, token));
            _ = answer.ContinueWith(static late => late.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            return await answer.WaitAsync(token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return otherwise;
        }
    }

    private T Answer<T>(Func<CancellationToken, T> question, CancellationToken stop)
    {
        try
        {
            return question(stop);
        }
        finally
        {
            _turns.Release();
        }
    }
}
