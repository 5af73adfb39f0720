using System.Collections.Immutable;

namespace PluginFramework.Loader.Feeds.Configuration;

/// <summary>Where packages come from and which are taken. Immutable. Nothing of the machine's NuGet configuration is read.</summary>
public sealed record FeedConfiguration
{
    /// <summary>The feeds, by precedence: where several have a version, the first supplies it.</summary>
    public ImmutableArray<Feed> Feeds { get; init; } = [];

    /// <summary>Which feeds may supply which packages; empty: any feed any package. Otherwise a package that no pattern matches is not found.</summary>
    public ImmutableArray<FeedMapping> Mappings { get; init; } = [];

    /// <summary>Whether the latest version may be a pre-release.</summary>
    public bool IncludePrerelease { get; init; }

    /// <summary>What is asked of signatures.</summary>
    public SignaturePolicy Signatures { get; init; } = SignaturePolicy.Accept;

    /// <summary>Who is trusted under <see cref="SignaturePolicy.Require"/>.</summary>
    public ImmutableArray<TrustedSigner> TrustedSigners { get; init; } = [];

    /// <summary>What is wrong with it, a sentence each; empty when it can be used.</summary>
    public ImmutableArray<string> Validate()
    {
        var problems = ImmutableArray.CreateBuilder<string>();
        foreach (var feed in Feeds) problems.AddRange(feed.Problems());
        foreach (var name in Feeds.GroupBy(feed => feed.Name, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1).Select(group => group.Key))
            problems.Add($"Two feeds are named '{name}'; rename one.");
        foreach (var mapping in Mappings)
        {
            if (mapping.Pattern.Length == 0 || mapping.Pattern[..^1].Contains('*'))
                problems.Add($"The pattern '{mapping.Pattern}' is neither a package id nor a prefix with * at its end.");
            if (mapping.Feeds.IsDefaultOrEmpty) problems.Add($"The pattern '{mapping.Pattern}' names no feed.");
            else foreach (var name in mapping.Feeds.Where(name => Find(name) is null)) problems.Add($"The pattern '{mapping.Pattern}' names the feed '{name}', which there is not.");
        }
        foreach (var signer in TrustedSigners)
        {
            if (signer.Fingerprints.IsDefaultOrEmpty || signer.Fingerprints.Any(fingerprint => fingerprint.Length != 64 || !fingerprint.All(char.IsAsciiHexDigit)))
                problems.Add($"The trusted signer '{signer.Name}' needs the SHA-256 of each certificate as 64 hexadecimal digits.");
        }
        if (Signatures is SignaturePolicy.Require && TrustedSigners.IsEmpty)
            problems.Add("Signatures are required, yet no signer is trusted, so no package could be taken; name one.");
        return problems.ToImmutable();
    }

    internal Feed? Find(string name) => Feeds.FirstOrDefault(feed => feed.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The feeds that may supply a package, by precedence.</summary>
    internal ImmutableArray<Feed> FeedsFor(string package)
    {
        if (Mappings.IsEmpty) return Feeds;
        var longest = Mappings.Where(mapping => Matches(mapping.Pattern, package)).GroupBy(mapping => Weight(mapping.Pattern)).MaxBy(group => group.Key);
        var names = longest?.SelectMany(mapping => mapping.Feeds).ToHashSet(StringComparer.OrdinalIgnoreCase) ?? [];
        return [.. Feeds.Where(feed => names.Contains(feed.Name))];
    }

    // An id itself weighs more than a prefix of the same length.
    private static int Weight(string pattern) => pattern.EndsWith('*') ? (pattern.Length - 1) * 2 : (pattern.Length * 2) + 1;

    private static bool Matches(string pattern, string package) => pattern.EndsWith('*')
        ? package.StartsWith(pattern[..^1], StringComparison.OrdinalIgnoreCase)
        : package.Equals(pattern, StringComparison.OrdinalIgnoreCase);
}
