using System.Collections.Concurrent;

namespace PluginFramework.Loader.Feeds.Transport;

/// <summary>
/// What went wrong so far while a question is asked. NuGet.Protocol tries several times at several levels, with pauses, and hides causes;
/// so failures are noted where they happen, and what will not get better by trying ends the question at once.
/// </summary>
internal sealed class FeedQuestion(CancellationTokenSource end)
{
    private static readonly AsyncLocal<FeedQuestion?> Asked = new();

    private readonly ConcurrentDictionary<string, Exception> _failedOnce = new();
    private Exception? _last;

    /// <summary>The question that the running code belongs to.</summary>
    public static FeedQuestion? Current { get => Asked.Value; set => Asked.Value = value; }

    /// <summary>What ended it.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>What ended it, or the last that went wrong.</summary>
    public Exception? Cause => Failure ?? _last;

    /// <summary>Notes what trying once more may mend; the second time at the same place it ends the question.</summary>
    public void Note(string place, Exception exception)
    {
        _last = exception;
        if (!_failedOnce.TryAdd(place, exception)) Fail(exception);
    }

    /// <summary>Ends the question.</summary>
    public void Fail(Exception exception)
    {
        Failure ??= exception;
        end.Cancel();
    }
}
