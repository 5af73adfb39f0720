using System.Collections.Immutable;
using PluginFramework.Loader.Feeds.Transport;

namespace PluginFramework.Loader.Feeds;

/// <summary>Asks several feeds the same at once.</summary>
internal static class FeedQuestions
{
    /// <summary>The answers by precedence, and who failed.</summary>
    public static async Task<FeedAnswer<(FeedClient Client, T Answer)>> AskAllAsync<T>(ImmutableArray<FeedClient> clients, Func<FeedClient, Task<T>> ask)
    {
        var tasks = clients.Select(client => (Client: client, Task: ask(client))).ToArray();
        var answers = ImmutableArray.CreateBuilder<(FeedClient, T)>();
        var failures = ImmutableArray.CreateBuilder<FeedFailure>();
        foreach (var (client, task) in tasks)
        {
            try
            {
                answers.Add((client, await task.ConfigureAwait(false)));
            }
            catch (FeedException exception)
            {
                failures.AddRange(exception.Failures.IsEmpty ? [new FeedFailure(client.Feed.Name, exception.Message)] : exception.Failures);
            }
        }
        return new(answers.ToImmutable(), failures.ToImmutable());
    }
}
