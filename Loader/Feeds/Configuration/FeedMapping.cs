using System.Collections.Immutable;

namespace PluginFramework.Loader.Feeds.Configuration;

/// <summary>Which feeds may supply packages of some ids.</summary>
/// <param name="Pattern">An id, a prefix followed by <c>*</c>, or <c>*</c>. The longest that matches an id counts, and an id itself above any prefix.</param>
/// <param name="Feeds">The names of the feeds.</param>
public sealed record FeedMapping(string Pattern, ImmutableArray<string> Feeds);
