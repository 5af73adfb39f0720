using System.Collections.Concurrent;
using System.Collections.Immutable;
using NuGet.Frameworks;
using NuGet.Packaging;
using NuGet.Packaging.Core;
using NuGet.Versioning;
using PluginFramework.Loader.Feeds.Configuration;
using PluginFramework.Loader.Feeds.Resolution;
using PluginFramework.Loader.Feeds.Transport;
using PluginFramework.Loader.Locking;
using PluginFramework.Loader.Metadata;

namespace PluginFramework.Loader.Feeds.Packages;

/// <summary>
/// What the feeds have, for the length of one change: every question is asked once, every package is fetched and verified once. Safe for
/// several threads. A package that the lock file names must have the content it records, and comes from the feed it records.
/// </summary>
internal sealed class PackageStock(
    FeedConfiguration configuration, FeedLimits limits, ImmutableArray<FeedClient> clients, PackageCache cache, PluginLockFile lockFile,
    IProgress<FeedProgress>? progress, CancellationToken cancellationToken)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<ImmutableSortedDictionary<NuGetVersion, FeedClient>>>> _versions = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<PackageIdentity, Lazy<Task<StockedPackage>>> _packages = new();
    private readonly ILookup<PackageIdentity, (string Sha512, string? Feed)> _locked = Locked(lockFile);
    private readonly SignatureChecker _signatures = new(configuration);

    public CancellationToken CancellationToken => cancellationToken;

    public FeedLimits Limits => limits;

    /// <summary>The versions of a package, each with the first feed that has it.</summary>
    /// <exception cref="FeedException">A feed that may supply the package does not answer: without it the choice could differ.</exception>
    public Task<ImmutableSortedDictionary<NuGetVersion, FeedClient>> VersionsAsync(string package) =>
        _versions.GetOrAdd(package, id => new(() => AskVersionsAsync(id))).Value;

    /// <summary>The package, fetched unless it is in the cache, and verified.</summary>
    /// <exception cref="FeedException">It cannot be had, was replaced, or the signature policy refuses it.</exception>
    /// <exception cref="ResolutionException">Too many packages.</exception>
    public Task<StockedPackage> PackageAsync(PackageIdentity package)
    {
        var stocked = _packages.GetOrAdd(package, identity => new(() => StockAsync(identity))).Value;
        if (_packages.Count > limits.MostPackages)
        {
            throw new ResolutionException($"{package.Id} would be package number {_packages.Count}; more than {limits.MostPackages} are not looked at. "
                + "Something depends on packages without end.");
        }
        return stocked;
    }

    private async Task<ImmutableSortedDictionary<NuGetVersion, FeedClient>> AskVersionsAsync(string package)
    {
        var asked = ClientsFor(package);
        if (!PackageIdValidator.IsValidPackageId(package)) throw new FeedException($"'{package}' is no package id.");
        if (asked.IsEmpty)
            throw new FeedException(configuration.Feeds.IsEmpty ? "There is no feed. Add one." : $"No feed may supply {package}: no source mapping matches it. Add one.");
        progress?.Report(new FeedProgress(FeedActivity.Asking, package, string.Join(", ", asked.Select(client => client.Feed.Name))));
        var answers = await FeedQuestions.AskAllAsync(asked, client => client.VersionsAsync(package, cancellationToken)).ConfigureAwait(false);
        if (!answers.Failures.IsEmpty) throw new FeedException(answers.Failures);

        var versions = ImmutableSortedDictionary.CreateBuilder<NuGetVersion, FeedClient>();
        foreach (var (client, found) in answers.Items)
        {
            foreach (var version in found) versions.TryAdd(version, client);
        }
        return versions.ToImmutable();
    }

    private async Task<StockedPackage> StockAsync(PackageIdentity package)
    {
        var locked = _locked[package].FirstOrDefault();
        var file = locked.Sha512 is null ? await FindAsync(package).ConfigureAwait(false)
            : await FindLockedAsync(package, locked.Sha512, locked.Feed).ConfigureAwait(false);
        await _signatures.CheckAsync(file, cancellationToken).ConfigureAwait(false);

        using var archive = PackageArchive.Open(file.Path, limits);
        var dependencies = NuGetFrameworkUtility.GetNearest(archive.Nuspec.GetDependencyGroups(), Platform.Framework)?.Packages.ToImmutableArray() ?? [];
        return new StockedPackage(file with { Id = archive.Identity.Id }, archive.Identity, PackageTypes.IsPlugin(archive.Nuspec),
            [.. dependencies.Where(HostPackages.IsForRunning)],
            // A plugin is packed with Contracts as something to build with only.
            HostPackages.ContractsProblem(archive.Identity, dependencies));
    }

    private async Task<CachedPackage> FindAsync(PackageIdentity package)
    {
        var versions = await VersionsAsync(package.Id).ConfigureAwait(false);
        if (versions.GetValueOrDefault(package.Version) is { } client) return await cache.GetAsync(client, package, progress, cancellationToken).ConfigureAwait(false);
        var asked = ClientsFor(package.Id);
        throw new FeedException($"No feed has {package.Id} {package.Version} ({string.Join(", ", asked.Select(one => one.Feed.Name))} "
            + $"{(asked.Length == 1 ? "was" : "were")} asked). Check the id and version.");
    }

    // The feed on record first; but what has the content on record may come from any feed that may supply it.
    private async Task<CachedPackage> FindLockedAsync(PackageIdentity package, string sha512, string? feed)
    {
        var asked = ClientsFor(package.Id);
        if (asked.IsEmpty) throw new FeedException($"No feed may supply {package.Id}: there is none, or no source mapping matches it. Add one.");
        var failures = ImmutableArray.CreateBuilder<FeedFailure>();
        foreach (var client in asked.OrderByDescending(client => client.Feed.Name == feed))
        {
            try
            {
                var file = await cache.GetAsync(client, package, progress, cancellationToken).ConfigureAwait(false);
                if (file.Sha512 == sha512) return file;
                throw new FeedException(client.Feed.Name, $"{package.Id} {package.Version} is not the package that the lock file records: "
                    + "it was replaced under the same version. Do not install it; ask its publisher, and take another version.");
            }
            catch (FeedException exception)
            {
                failures.AddRange(exception.Failures.IsEmpty ? [new FeedFailure(client.Feed.Name, exception.Message)] : exception.Failures);
            }
        }
        throw new FeedException(failures.ToImmutable());
    }

    private ImmutableArray<FeedClient> ClientsFor(string package) =>
        [.. configuration.FeedsFor(package).Select(feed => clients.First(client => client.Feed.Name == feed.Name))];

    private static ILookup<PackageIdentity, (string Sha512, string? Feed)> Locked(PluginLockFile lockFile) =>
        lockFile.Plugins.Values.Where(plugin => plugin.Package is not null)
            .SelectMany(plugin => plugin.Packages.Select(package => (package.Key, package.Value.Version, package.Value.Sha512, package.Value.Feed))
                .Append((plugin.Package!, plugin.Version, plugin.Sha512!, plugin.Feed)))
            .ToLookup(entry => new PackageIdentity(entry.Item1, NuGetVersion.Parse(entry.Item2)), entry => (entry.Item3, entry.Item4));
}
