using System.Collections.Immutable;
using PluginFramework.Loader.Feeds.Configuration;

namespace PluginFramework.Loader.Feeds;

/// <summary>A feed or package cannot be used. The message says what happened where, and what to do next; addresses in it are masked.</summary>
public sealed class FeedException : Exception
{
    /// <summary>One feed failed.</summary>
    public FeedException(string feed, string problem, Exception? innerException = null)
        : base(MaskedAddress.In($"Feed '{feed}': {problem}"), innerException) => Failures = [new(feed, Message)];

    /// <summary>What is wanted cannot be had, for no fault of a single feed.</summary>
    public FeedException(string message, Exception? innerException = null) : base(MaskedAddress.In(message), innerException) => Failures = [];

    /// <summary>Several feeds failed.</summary>
    public FeedException(ImmutableArray<FeedFailure> failures) : base(string.Join(" ", failures.Select(failure => failure.Message))) => Failures = failures;

    /// <summary>The feeds at fault.</summary>
    public ImmutableArray<FeedFailure> Failures { get; }
}
