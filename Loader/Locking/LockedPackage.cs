using System.Collections.Immutable;

namespace PluginFramework.Loader.Locking;

/// <summary>A third-party package that a plugin was built with or installed with.</summary>
/// <param name="Version">Its version.</param>
/// <param name="Sha512">SHA-512 of the package in Base64, as NuGet records it.</param>
public sealed record LockedPackage(string Version, string Sha512)
{
    /// <summary>The range that was asked for; <see langword="null"/> for a plugin that was built here.</summary>
    public string? Requested { get; init; }

    /// <summary>The feed it came from.</summary>
    public string? Feed { get; init; }

    /// <summary>That feed's source.</summary>
    public string? Source { get; init; }

    /// <summary>The packages of the same plugin that depend on it, in order.</summary>
    public ImmutableArray<string> NeededBy { get; init; }
}
