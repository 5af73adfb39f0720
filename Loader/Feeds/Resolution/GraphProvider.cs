using System.Collections.Concurrent;
using NuGet.Common;
using NuGet.Configuration;
using NuGet.DependencyResolver;
using NuGet.Frameworks;
using NuGet.LibraryModel;
using NuGet.Packaging;
using NuGet.Packaging.Core;
using NuGet.Protocol.Core.Types;
using NuGet.Versioning;
using PluginFramework.Loader.Feeds.Packages;

namespace PluginFramework.Loader.Feeds.Resolution;

/// <summary>Tells NuGet's walker which versions there are and what they depend on.</summary>
/// <param name="stock">Where packages come from.</param>
/// <param name="preferred">Versions to keep where they are in range and nothing speaks against it; by package id.</param>
internal abstract class GraphProvider(PackageStock stock, IReadOnlyDictionary<string, NuGetVersion> preferred) : IRemoteDependencyProvider
{
    /// <summary>What was answered. The walker asks again for each answer or later, and the feeds need not be asked for what is known to be there.</summary>
    private readonly ConcurrentDictionary<PackageIdentity, bool> _answered = new();

    /// <summary>What is wanted together depends on all of it. No package can have this name.</summary>
    public const string Root = "(root)";

    public static readonly NuGetVersion RootVersion = new(1, 0, 0);

    public bool IsHttp => false;

    public PackageSource Source { get; } = new("feeds", "feeds");

    public SourceRepository? SourceRepository => null;

    public PackageStock Stocked => stock;

    public async Task<LibraryIdentity?> FindLibraryAsync(
        LibraryRange libraryRange, NuGetFramework targetFramework, SourceCacheContext cacheContext, ILogger logger, CancellationToken cancellationToken)
    {
        stock.CancellationToken.ThrowIfCancellationRequested();
        var range = libraryRange.VersionRange ?? VersionRange.All;
        var version = IsRoot(libraryRange.Name) || (range.MinVersion is { } only && range.MaxVersion == only) ? range.MinVersion
            : preferred.TryGetValue(libraryRange.Name, out var kept) && range.Satisfies(kept) ? kept
            : range is { IsFloating: false, IsMinInclusive: true, MinVersion: { } least } && _answered.ContainsKey(new(libraryRange.Name, least)) ? least
            : range.FindBestMatch((await stock.VersionsAsync(libraryRange.Name).ConfigureAwait(false)).Keys);
        if (version is not null) _answered[new(libraryRange.Name, version)] = true;
        return version is null ? null : new LibraryIdentity(libraryRange.Name, version, LibraryType.Package);
    }

    public async Task<LibraryDependencyInfo> GetDependenciesAsync(
        LibraryIdentity libraryIdentity, NuGetFramework targetFramework, SourceCacheContext cacheContext, ILogger logger, CancellationToken cancellationToken)
    {
        stock.CancellationToken.ThrowIfCancellationRequested();
        var dependencies = await DependenciesAsync(new PackageIdentity(libraryIdentity.Name, libraryIdentity.Version)).ConfigureAwait(false);
        return LibraryDependencyInfo.Create(libraryIdentity, targetFramework, dependencies.Select(dependency =>
            new LibraryDependency(new LibraryRange(dependency.Id, dependency.VersionRange, LibraryDependencyTarget.Package))));
    }

    public async Task<IEnumerable<NuGetVersion>?> GetAllVersionsAsync(string id, SourceCacheContext cacheContext, ILogger logger, CancellationToken token) =>
        (await stock.VersionsAsync(id).ConfigureAwait(false)).Keys;

    public Task<IPackageDownloader> GetPackageDownloaderAsync(PackageIdentity packageIdentity, SourceCacheContext cacheContext, ILogger logger, CancellationToken cancellationToken) =>
        throw new NotSupportedException("The walker only walks.");

    protected static bool IsRoot(string id) => id == Root;

    protected abstract Task<IEnumerable<PackageDependency>> DependenciesAsync(PackageIdentity package);
}
