using System.Collections.Immutable;

namespace PluginFramework.Plugins;

/// <summary>A package that was found and verified. Plain data.</summary>
/// <param name="Id">Its id, as it writes it itself.</param>
/// <param name="Version">Its version, normalized.</param>
/// <param name="Feed">The name of the feed it came from.</param>
public sealed record ResolvedPackage(string Id, string Version, string Feed)
{
    /// <summary>Its assemblies for this framework and platform, less those that the host has as new or newer.</summary>
    public ImmutableArray<ResolvedAssembly> Assemblies { get; init; } = [];
}
