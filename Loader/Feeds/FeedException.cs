using System.Collections.Immutable;

namespace PluginFramework.Loader.Feeds;

/// <summary>A feed or package cannot be used. The message says what happened where, and what to do next.</summary>
public sealed class FeedException : Exception
{
    /// <summary>One feed failed.</summary>
    public FeedException(string feed, string problem, Exception? innerException = null)
        : base($"Feed '{feed}': {problem}", innerException) => Failures = [new(feed, Message)];

    /// <summary>What is wanted cannot be had, for no fault of a single feed.</summary>
    public FeedException(string message, Exception? innerException = null) : base(message, innerException) => Failures = [];

    /// <summary>Several feeds failed.</summary>
    public FeedException(ImmutableArray<FeedFailure> failures) : base(string.Join(" ", failures.Select(failure => failure.Message))) => Failures = failures;

    /// <summary>The feeds at fault.</summary>
    public ImmutableArray<FeedFailure> Failures { get; }
}
