using System.Collections.Concurrent;

namespace PluginFramework.Loader.Feeds;

internal sealed class RecordedProgress : IProgress<FeedProgress>
{
    public ConcurrentQueue<FeedProgress> Reports { get; } = new();

    public void Report(FeedProgress value) => Reports.Enqueue(value);
}
