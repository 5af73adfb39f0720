using System.Collections.Immutable;
using NuGet.Packaging;
using NuGet.Packaging.Core;
using NuGet.Versioning;
using PluginFramework.Loader.Feeds.Configuration;
using PluginFramework.Loader.Feeds.Layout;
using PluginFramework.Loader.Feeds.Libraries;
using PluginFramework.Loader.Feeds.Packages;
using PluginFramework.Loader.Feeds.Planning;
using PluginFramework.Loader.Feeds.Resolution;
using PluginFramework.Loader.Feeds.Transport;
using PluginFramework.Loader.Locking;
using PluginFramework.Loader.Metadata;
using PluginFramework.Plugins;

namespace PluginFramework.Loader.Feeds;

/// <summary>
/// Plugins from feeds: find them, plan a change of what is installed, and lay it out. Only the cache and the staging folder are written;
/// the machine's NuGet configuration and package folder are neither read nor written. Every call ends in bounded time. Safe for several
/// threads.
/// </summary>
public sealed class PluginFeeds : IDisposable
{
    private readonly FeedConfiguration _configuration;
    private readonly FeedLimits _limits;
    private readonly PackageCache _cache;
    private readonly ImmutableArray<FeedClient> _clients;

    /// <param name="configuration">The feeds and what is taken from them.</param>
    /// <param name="cacheDirectory">Where packages are kept; made when first needed. Anything in it may be deleted while nobody uses it.</param>
    /// <param name="limits">How long and how much is read; <see langword="null"/>: the defaults.</param>
    /// <param name="timeProvider">The clock for time limits; <see langword="null"/>: the system's.</param>
    /// <exception cref="FeedException">The configuration cannot be used; the message lists why.</exception>
    public PluginFeeds(FeedConfiguration configuration, string cacheDirectory, FeedLimits? limits = null, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        if (configuration.Validate() is { IsEmpty: false } problems) throw new FeedException(string.Join(" ", problems));
        (_configuration, _limits) = (configuration, limits ?? new FeedLimits());
        _cache = new PackageCache(Path.GetFullPath(cacheDirectory), _limits, timeProvider ?? TimeProvider.System);
        _clients = [.. configuration.Feeds.Select(feed => new FeedClient(feed, _limits, timeProvider ?? TimeProvider.System, _cache.Temporary))];
    }

    /// <summary>Searches all feeds for plugins. One that fails is reported and hides nothing of the others.</summary>
    /// <param name="text">Words to look for; empty: all plugins.</param>
    /// <param name="skip">How many of each feed to pass over.</param>
    /// <param name="take">How many of each feed to give, at most 100.</param>
    /// <param name="includePrerelease">Whether to show pre-releases; <see langword="null"/>: as configured.</param>
    /// <param name="progress">Told what is going on.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<FeedAnswer<FoundPlugin>> SearchAsync(
        string text, int skip = 0, int take = 20, bool? includePrerelease = null,
        IProgress<FeedProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfNegative(skip);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(take, 100);
        var all = includePrerelease ?? _configuration.IncludePrerelease;
        return await AskAsync(_clients, text, client => client.SearchAsync(text, skip, take, all, cancellationToken), progress).ConfigureAwait(false);
    }

    /// <summary>Lists the versions of a package, latest first, each with the first feed that has it. Feeds that may not supply it are not asked.</summary>
    public async Task<FeedAnswer<FoundVersion>> ListVersionsAsync(
        string package, IProgress<FeedProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var answer = await AskAsync(ClientsFor(package), package, async client =>
        {
            var versions = await client.VersionsAsync(package, cancellationToken).ConfigureAwait(false);
            return versions.Select(version => (client.Feed.Name, Version: version)).ToImmutableArray();
        }, progress).ConfigureAwait(false);
        var latestFirst = answer.Items.DistinctBy(found => found.Version).OrderByDescending(found => found.Version);
        return new([.. latestFirst.Select(found => new FoundVersion(found.Name, found.Version.ToNormalizedString()))], answer.Failures);
    }

    /// <summary>Tells what the feeds say of each version of a package.</summary>
    public Task<FeedAnswer<PackageDescription>> DescribeAsync(
        string package, IProgress<FeedProgress>? progress = null, CancellationToken cancellationToken = default) =>
        AskAsync(ClientsFor(package), package, client => client.DescribeAsync(package, includePrerelease: true, cancellationToken), progress);

    /// <summary>Brings a package into the cache and tells what it and the feeds say of it.</summary>
    /// <param name="package">Its id.</param>
    /// <param name="version">Its version; <see langword="null"/>: the latest that is listed.</param>
    /// <param name="includePrerelease">Whether the latest may be a pre-release; <see langword="null"/>: as configured.</param>
    /// <param name="progress">Told what is going on.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="FeedException">It cannot be had, or the signature policy refuses it.</exception>
    public async Task<PackageDetails> ReadDetailsAsync(
        string package, string? version = null, bool? includePrerelease = null, IProgress<FeedProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var stock = Stock(PluginLockFile.Empty, progress, cancellationToken);
        var versions = await stock.VersionsAsync(package).ConfigureAwait(false);
        var wanted = version is null ? await new LatestVersion(_configuration, stock).FindAsync(package, VersionRange.All, includePrerelease).ConfigureAwait(false)
            : NuGetVersion.TryParse(version, out var parsed) ? parsed : throw new FeedException($"'{version}' is no version.");
        if (wanted is null) throw new FeedException($"No feed has a version of {package}{(versions.IsEmpty ? "" : " that is listed and no pre-release")}.");
        var stocked = await stock.PackageAsync(new PackageIdentity(package, wanted)).ConfigureAwait(false);
        var told = await FeedQuestions.AskAllAsync(ClientsFor(package), client => client.DescribeAsync(package, includePrerelease: true, cancellationToken)).ConfigureAwait(false);
        using var archive = PackageArchive.Open(stocked.File.Path, _limits);
        return new(told.Items.SelectMany(item => item.Answer).FirstOrDefault(one => one.Feed == stocked.File.Feed && one.Version == stocked.File.Version)
            ?? PackageDocuments.Describe(stocked.File, archive))
        {
            IsPlugin = stocked.IsPlugin, Dependencies = [.. stocked.Dependencies.Select(dependency => $"{dependency.Id} {dependency.VersionRange.PrettyPrint()}")],
            Versions = [.. versions.Keys.Reverse().Select(one => one.ToNormalizedString())],
            Readme = PackageDocuments.ReadmeOf(archive), ReleaseNotes = PackageDocuments.ReleaseNotesOf(archive),
        };
    }

    /// <summary>What the packages of plugins that a plan adds or changes say is new in them, by plugin; those that say nothing are left out.</summary>
    /// <exception cref="FeedException">A package cannot be had.</exception>
    public async Task<ImmutableSortedDictionary<string, string>> ReadReleaseNotesAsync(
        PluginChangePlan plan, IProgress<FeedProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var stock = Stock(plan.After, progress, cancellationToken);
        var notes = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var change in plan.Changes.Where(change => change.IsPlugin && change.NewVersion is not null && change.NewVersion != change.OldVersion))
        {
            var stocked = await stock.PackageAsync(new PackageIdentity(change.Package, NuGetVersion.Parse(change.NewVersion!))).ConfigureAwait(false);
            using var archive = PackageArchive.Open(stocked.File.Path, _limits);
            if (PackageDocuments.ReleaseNotesOf(archive) is { Length: > 0 } text) notes[change.Plugin] = text;
        }

        return notes.ToImmutable();
    }

    /// <summary>Brings a package into the cache and verifies it.</summary>
    /// <param name="package">Its id.</param>
    /// <param name="version">Its version.</param>
    /// <param name="lockFile">What is installed: where it names the package, the content must be the same; <see langword="null"/>: nothing.</param>
    /// <param name="progress">Told what is going on.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="FeedException">It cannot be had, was replaced, or the signature policy refuses it.</exception>
    public async Task<CachedPackage> DownloadAsync(
        string package, string version, PluginLockFile? lockFile = null, IProgress<FeedProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        if (!NuGetVersion.TryParse(version, out var parsed)) throw new FeedException($"'{version}' is no version.");
        return (await Stock(lockFile ?? PluginLockFile.Empty, progress, cancellationToken).PackageAsync(new PackageIdentity(package, parsed)).ConfigureAwait(false)).File;
    }

    /// <summary>Brings libraries and what they depend on into the cache, and reads what of them is to be loaded.</summary>
    /// <param name="requests">What is wanted, together.</param>
    /// <param name="lockFile">What is installed: where it names a package, the content must be the same; <see langword="null"/>: nothing.</param>
    /// <param name="progress">Told what is going on.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The packages; the host's are left out.</returns>
    /// <exception cref="ResolutionException">There is no such set, or a package in it cannot be used here.</exception>
    /// <exception cref="FeedException">A feed or package cannot be used.</exception>
    public Task<ImmutableArray<ResolvedPackage>> ResolveLibrariesAsync(
        ImmutableArray<PackageRequest> requests, PluginLockFile? lockFile = null, IProgress<FeedProgress>? progress = null, CancellationToken cancellationToken = default) =>
        new LibraryResolver(_configuration, Stock(lockFile ?? PluginLockFile.Empty, progress, cancellationToken)).ResolveAsync(requests);

    /// <summary>Works out what a request comes to. Nothing is changed but the cache.</summary>
    /// <param name="installed">What is installed.</param>
    /// <param name="request">What is wanted.</param>
    /// <param name="isLocked">Whether it is an error if anything would differ from <paramref name="installed"/>.</param>
    /// <param name="progress">Told what is going on.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ResolutionException">The request cannot be met; the message names the chains of dependencies.</exception>
    /// <exception cref="FeedException">A feed or package cannot be used.</exception>
    /// <exception cref="LockedException">Something would differ; the message lists what.</exception>
    public async Task<PluginChangePlan> PlanAsync(
        PluginLockFile installed, PluginRequest request, bool isLocked = false, IProgress<FeedProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(installed);
        var stock = Stock(installed, progress, cancellationToken);
        var wanted = new WantedPlugins(installed, stock, new LatestVersion(_configuration, stock));
        return await new ChangePlanner(installed, stock, wanted, _cache.Temporary, isLocked).PlanAsync(request).ConfigureAwait(false);
    }

    /// <summary>
    /// Lays out plugins, a folder each by its id, as publishing would. When it returns all is on the disk, so that renaming the staging
    /// folder makes it lasting.
    /// </summary>
    /// <param name="lockFile">What to lay out: <see cref="PluginChangePlan.After"/>, or what is installed.</param>
    /// <param name="stagingDirectory">The folder to make them in; made if need be. After a failure it is the caller's to delete.</param>
    /// <param name="plugins">Which; <see langword="null"/>: all that came from feeds.</param>
    /// <param name="progress">Told what is going on.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The lock file with the hashes of the folders, to be written beside them.</returns>
    /// <exception cref="FeedException">A package cannot be had, was replaced, or is unsafe to unpack.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public async Task<PluginLockFile> StageAsync(
        PluginLockFile lockFile, string stagingDirectory, IReadOnlyCollection<string>? plugins = null,
        IProgress<FeedProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(lockFile);
        var layout = new PluginLayout(Stock(lockFile, progress, cancellationToken));
        var staging = Path.GetFullPath(stagingDirectory);
        Directory.CreateDirectory(staging);
        foreach (var (id, plugin) in lockFile.Plugins.Where(plugin => plugin.Value.Package is not null && plugins?.Contains(plugin.Key) != false))
        {
            cancellationToken.ThrowIfCancellationRequested();
            progress?.Report(new FeedProgress(FeedActivity.LayingOut, id, ""));
            var hash = await layout.WriteAsync(id, plugin, staging).ConfigureAwait(false);
            var content = (plugin.Content ?? ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal)).SetItem(Platform.RuntimeIdentifier, hash);
            lockFile = lockFile with { Plugins = lockFile.Plugins.SetItem(id, plugin with { Content = content }) };
        }
        return lockFile;
    }

    /// <summary>Compares what is installed with the feeds' lists of known vulnerabilities.</summary>
    public async Task<AuditReport> AuditAsync(PluginLockFile lockFile, IProgress<FeedProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(lockFile);
        progress?.Report(new FeedProgress(FeedActivity.Asking, "known vulnerabilities", string.Join(", ", _clients.Select(client => client.Feed.Name))));
        var answers = await FeedQuestions.AskAllAsync(_clients, client => client.VulnerabilitiesAsync(cancellationToken)).ConfigureAwait(false);
        var lists = answers.Items.Where(item => item.Answer is not null).ToArray();
        var packages = lockFile.Plugins.SelectMany(plugin => plugin.Value.Packages.Select(package => (Plugin: plugin.Key, Package: package.Key, package.Value.Version))
            .Prepend((Plugin: plugin.Key, Package: plugin.Value.Package ?? "", plugin.Value.Version)));
        var found =
            from package in packages
            from list in lists
            from page in list.Answer!.KnownVulnerabilities ?? []
            from vulnerability in page.GetValueOrDefault(package.Package.ToLowerInvariant()) ?? []
            where vulnerability.Versions.Satisfies(NuGetVersion.Parse(package.Version))
            select new VulnerablePackage(package.Plugin, package.Package, package.Version, vulnerability.Severity.ToString(), vulnerability.Url, list.Client.Feed.Name);
        return new([.. found.Distinct()], [.. lists.Select(list => list.Client.Feed.Name)], answers.Failures);
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose()
    {
        foreach (var client in _clients) client.Dispose();
    }

    private PackageStock Stock(PluginLockFile lockFile, IProgress<FeedProgress>? progress, CancellationToken cancellationToken) =>
        new(_configuration, _limits, _clients, _cache, lockFile, progress, cancellationToken);

    private ImmutableArray<FeedClient> ClientsFor(string package) => PackageIdValidator.IsValidPackageId(package)
        ? [.. _configuration.FeedsFor(package).Select(feed => _clients.First(client => client.Feed == feed))]
        : throw new FeedException($"'{package}' is no package id.");

    private static async Task<FeedAnswer<T>> AskAsync<T>(
        ImmutableArray<FeedClient> clients, string subject, Func<FeedClient, Task<ImmutableArray<T>>> ask, IProgress<FeedProgress>? progress)
    {
        progress?.Report(new FeedProgress(FeedActivity.Asking, subject, string.Join(", ", clients.Select(client => client.Feed.Name))));
        var answers = await FeedQuestions.AskAllAsync(clients, ask).ConfigureAwait(false);
        return new([.. answers.Items.SelectMany(item => item.Answer)], answers.Failures);
    }
}
