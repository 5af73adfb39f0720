using System.Collections.Immutable;
using PluginFramework.Loader.Feeds.Configuration;

namespace PluginFramework.Core.Configuration;

/// <summary>Reads the section <c>feeds</c>: where plugins are installed from, and what is taken from there.</summary>
internal static class FeedSection
{
    private const string FilePrefix = "file:";

    private static readonly ImmutableArray<string> Keys = ["includePrerelease", "mapping", "signatures", "sources", "trustedSigners"];
    private static readonly ImmutableArray<string> SourceKeys = ["allowInsecure", "apiKey", "password", "source", "userName"];

    /// <summary>The section; what is wrong with it is noted with its place.</summary>
    public static FeedConfiguration Read(SectionReader sections)
    {
        if (sections.Object("feeds") is not { } node) return new();
        sections.CheckKeys(node, Keys);
        var feeds = Sources(sections);
        var signers = Signers(sections);
        return new()
        {
            Feeds = feeds,
            Mappings = Mappings(sections, feeds),
            TrustedSigners = signers,
            Signatures = Signatures(sections, node, signers),
            IncludePrerelease = sections.Flag("feeds", "includePrerelease") ?? false,
        };
    }

    private static ImmutableArray<Feed> Sources(SectionReader sections)
    {
        var feeds = ImmutableArray.CreateBuilder<Feed>();
        foreach (var (name, node) in Members(sections, "sources"))
        {
            var feed = node.Kind == NodeKind.Scalar ? new Feed(name, Source(sections, node.Value!)) : Full(sections, name);
            if (feed is null) continue;
            Note(sections, node, new() { Feeds = [feed] });
            feeds.Add(feed);
        }

        return feeds.ToImmutable();
    }

    private static Feed? Full(SectionReader sections, string name)
    {
        if (sections.Object("feeds", "sources", name) is not { } node) return null;
        sections.CheckKeys(node, SourceKeys);
        return new(name, sections.Text("feeds", "sources", name, "source") is { } source ? Source(sections, source) : "")
        {
            UserName = sections.Text("feeds", "sources", name, "userName"),
            Password = Secret(sections, sections.Text("feeds", "sources", name, "password")),
            ApiKey = Secret(sections, sections.Text("feeds", "sources", name, "apiKey")),
            AllowInsecure = sections.Flag("feeds", "sources", name, "allowInsecure") ?? false,
        };
    }

    private static string Source(SectionReader sections, string text) =>
        text.Length == 0 || text.Contains("://", StringComparison.Ordinal) ? text : sections.ResolvePath(text);

    private static FeedSecret? Secret(SectionReader sections, string? text) => text is null ? null
        : new(text.StartsWith(FilePrefix, StringComparison.Ordinal) ? FilePrefix + sections.ResolvePath(text[FilePrefix.Length..]) : text);

    private static ImmutableArray<FeedMapping> Mappings(SectionReader sections, ImmutableArray<Feed> feeds)
    {
        // Feeds that are wrong are reported for themselves, so here only their names count.
        ImmutableArray<Feed> named = [.. feeds.Select(feed => new Feed(feed.Name, "/"))];
        var mappings = ImmutableArray.CreateBuilder<FeedMapping>();
        foreach (var (pattern, node) in Members(sections, "mapping"))
        {
            var mapping = new FeedMapping(pattern, sections.Strings(["feeds", "mapping", pattern], node));
            if (!mapping.Feeds.IsEmpty || node is { Kind: NodeKind.Array, Children.Count: 0 }) Note(sections, node, new() { Feeds = named, Mappings = [mapping] });
            mappings.Add(mapping);
        }

        return mappings.ToImmutable();
    }

    private static ImmutableArray<TrustedSigner> Signers(SectionReader sections)
    {
        var signers = ImmutableArray.CreateBuilder<TrustedSigner>();
        foreach (var (name, node) in Members(sections, "trustedSigners"))
        {
            var signer = new TrustedSigner(name, sections.Strings(["feeds", "trustedSigners", name], node));
            if (!signer.Fingerprints.IsEmpty || node is { Kind: NodeKind.Array, Children.Count: 0 }) Note(sections, node, new() { TrustedSigners = [signer] });
            signers.Add(signer);
        }

        return signers.ToImmutable();
    }

    private static SignaturePolicy Signatures(SectionReader sections, ConfigurationNode node, ImmutableArray<TrustedSigner> signers)
    {
        if (sections.Text("feeds", "signatures") is not { } text) return SignaturePolicy.Accept;
        var origin = node.Find("signatures")!;
        switch (text.ToLowerInvariant())
        {
            case "accept":
                return SignaturePolicy.Accept;
            case "require":
                if (signers.IsEmpty) Note(sections, origin, new() { Signatures = SignaturePolicy.Require });
                return SignaturePolicy.Require;
            default:
                sections.Fail(origin.Origin, $"feeds:signatures is '{text}'; it must be accept or require");
                return SignaturePolicy.Accept;
        }
    }

    /// <summary>The members of an object of the section; null sets nothing.</summary>
    private static IEnumerable<KeyValuePair<string, ConfigurationNode>> Members(SectionReader sections, string key) =>
        (sections.Object("feeds", key)?.Children ?? []).Where(entry => entry.Value is not { Kind: NodeKind.Scalar, Value: null });

    private static void Note(SectionReader sections, ConfigurationNode node, FeedConfiguration part)
    {
        foreach (var problem in part.Validate()) sections.Fail(node.Origin, problem);
    }
}
