using System.Collections.Immutable;

namespace PluginFramework.Loader.Feeds;

/// <summary>What the feeds that answered said, and which did not answer.</summary>
/// <typeparam name="T">The kind of thing asked for.</typeparam>
/// <param name="Items">The answers, by feed.</param>
/// <param name="Failures">The feeds that failed; theirs are missing from <paramref name="Items"/>.</param>
public sealed record FeedAnswer<T>(ImmutableArray<T> Items, ImmutableArray<FeedFailure> Failures);
