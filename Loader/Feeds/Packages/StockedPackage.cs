using System.Collections.Immutable;
using NuGet.Packaging.Core;

namespace PluginFramework.Loader.Feeds.Packages;

/// <summary>A verified package and what its own description says.</summary>
/// <param name="File">The package.</param>
/// <param name="Identity">Its id and version.</param>
/// <param name="IsPlugin">Whether it holds a plugin.</param>
/// <param name="Dependencies">What it depends on under this framework, less what is only for building.</param>
/// <param name="ContractsProblem">Why this host's Contracts do not do for it; <see langword="null"/>: they do.</param>
internal sealed record StockedPackage(
    CachedPackage File, PackageIdentity Identity, bool IsPlugin, ImmutableArray<PackageDependency> Dependencies, string? ContractsProblem);
