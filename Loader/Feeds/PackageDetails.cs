using System.Collections.Immutable;

namespace PluginFramework.Loader.Feeds;

/// <summary>One version of a package, as the feed and the package itself describe it.</summary>
/// <param name="Description">What the feed says of it, and where that says nothing the package.</param>
public sealed record PackageDetails(PackageDescription Description)
{
    /// <summary>Whether it holds a plugin.</summary>
    public bool IsPlugin { get; init; }

    /// <summary>The packages it depends on here, each with the range of its versions: <c>Acme.Users [1.0.0, )</c>.</summary>
    public ImmutableArray<string> Dependencies { get; init; } = [];

    /// <summary>All versions that the feeds have, latest first.</summary>
    public ImmutableArray<string> Versions { get; init; } = [];

    /// <summary>What it says in its file to be read first, Markdown as a rule and 64 KiB at most; empty where there is none.</summary>
    public string Readme { get; init; } = "";

    /// <summary>What is new in this version; empty where it does not say.</summary>
    public string ReleaseNotes { get; init; } = "";
}
