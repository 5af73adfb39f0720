namespace PluginFramework.Loader.Feeds;

/// <summary>What a feed says of one version of a package.</summary>
/// <param name="Feed">The feed.</param>
/// <param name="Package">The package's id.</param>
/// <param name="Version">The version.</param>
public sealed record PackageDescription(string Feed, string Package, string Version)
{
    /// <summary>Its title; empty where it has none.</summary>
    public string Title { get; init; } = "";

    /// <summary>What it is for.</summary>
    public string Description { get; init; } = "";

    /// <summary>Who made it.</summary>
    public string Authors { get; init; } = "";

    /// <summary>The licence expression or address; <see langword="null"/>: not given.</summary>
    public string? License { get; init; }

    /// <summary>Where to learn more; <see langword="null"/>: not given.</summary>
    public Uri? ProjectAddress { get; init; }

    /// <summary>When it was published; <see langword="null"/>: not given.</summary>
    public DateTimeOffset? Published { get; init; }

    /// <summary>Whether searches show it. One that is not listed can still be installed by its version.</summary>
    public bool IsListed { get; init; } = true;

    /// <summary>Why it should no longer be used; <see langword="null"/>: it may be.</summary>
    public string? Deprecation { get; init; }
}
