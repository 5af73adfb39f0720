using System.Collections.Immutable;

namespace PluginFramework.Loader.Feeds.Planning;

/// <summary>What the feeds know of vulnerabilities in what is installed.</summary>
/// <param name="Vulnerable">The packages concerned, by plugin and package.</param>
/// <param name="Consulted">The feeds that gave a list; where there is none, nothing has been checked.</param>
/// <param name="Failures">The feeds that failed.</param>
public sealed record AuditReport(ImmutableArray<VulnerablePackage> Vulnerable, ImmutableArray<string> Consulted, ImmutableArray<FeedFailure> Failures);
