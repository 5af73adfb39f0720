using System.Collections.Immutable;
using NuGet.Packaging.Core;
using NuGet.Versioning;

namespace PluginFramework.Loader.Feeds.Resolution;

/// <summary>A package that a graph was resolved to.</summary>
/// <param name="Identity">Its id and version.</param>
/// <param name="Range">The request that counted.</param>
/// <param name="Dependencies">The ids it depends on.</param>
internal sealed record ChosenPackage(PackageIdentity Identity, VersionRange Range, ImmutableArray<string> Dependencies);
