using System.Collections.Immutable;
using PluginFramework.Core.Configuration;
using PluginFramework.Loader.Feeds;
using PluginFramework.Loader.Feeds.Resolution;
using PluginFramework.Loader.Locking;
using PluginFramework.Plugins;

namespace PluginFramework.Core.Installing;

/// <summary>Libraries from the feeds that plugins are installed from, for code that is compiled while the daemon runs.</summary>
/// <param name="configuration">The configuration, read afresh each time: feeds may have been edited.</param>
/// <param name="lockFile">What is installed: a package it names must have the content it records.</param>
/// <param name="runDirectory">Where packages are kept.</param>
/// <param name="timeProvider">The clock.</param>
/// <param name="limits">How long and how much is read from feeds; <see langword="null"/>: the defaults.</param>
internal sealed class PackageResolver(
    Func<HostConfiguration> configuration, Func<PluginLockFile> lockFile, string runDirectory, TimeProvider timeProvider, FeedLimits? limits = null) : IPackageResolver
{
    /// <summary>All of it is held in memory, and somebody waits for it.</summary>
    private static readonly FeedLimits Defaults = new()
    {
        DownloadTime = TimeSpan.FromMinutes(2), LongestPackage = 64L << 20, LongestContent = 128L << 20, MostPackages = 200,
    };

    public async Task<ImmutableArray<ResolvedPackage>> ResolveAsync(ImmutableArray<PackageRequest> packages, CancellationToken cancellationToken = default)
    {
        try
        {
            var settings = configuration().Feeds;
            if (settings.Feeds.IsEmpty) throw new PackageResolutionException("There is no feed to take packages from. Add one: feed add NAME ADDRESS");
            using var feeds = new PluginFeeds(settings, PluginInstaller.PackagesIn(runDirectory), limits ?? Defaults, timeProvider);
            return await feeds.ResolveLibrariesAsync(packages, lockFile(), progress: null, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (
            exception is FeedException or ResolutionException or HostConfigurationException or InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new PackageResolutionException(exception.Message, exception);
        }
    }
}
