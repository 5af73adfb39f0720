using System.Security.Cryptography;
using System.Text;
using NuGet.Packaging.Core;
using PluginFramework.Loader.Feeds.Configuration;
using PluginFramework.Loader.Feeds.Layout;
using PluginFramework.Loader.Feeds.Transport;

namespace PluginFramework.Loader.Feeds.Packages;

/// <summary>
/// Packages on disk, apart for each feed: <c>&lt;feed&gt;/&lt;id&gt;/&lt;version&gt;/</c> with the package and its SHA-512. One is used only after
/// its bytes have been hashed again; one that is damaged is fetched anew. Safe for several threads and processes.
/// </summary>
internal sealed class PackageCache(string directory, FeedLimits limits, TimeProvider time)
{
    private const string HashExtension = ".sha512";
    private static readonly TimeSpan StaleAfter = TimeSpan.FromHours(1);

    /// <summary>For what is wanted for a moment only.</summary>
    public string Temporary { get; } = Path.Combine(directory, ".temporary");

    /// <exception cref="FeedException">It cannot be had, or is not what it claims to be.</exception>
    public async Task<CachedPackage> GetAsync(FeedClient client, PackageIdentity package, IProgress<FeedProgress>? progress, CancellationToken cancellationToken)
    {
        var path = PathOf(client.Feed, package);
        if (await FindAsync(path, cancellationToken).ConfigureAwait(false) is not { } hash)
        {
            hash = await FetchAsync(client, package, path, progress, cancellationToken).ConfigureAwait(false);
        }
        return new CachedPackage(package.Id, package.Version.ToNormalizedString(), path, hash, client.Feed.Name, client.Feed.ShownSource);
    }

    private string PathOf(Feed feed, PackageIdentity package)
    {
        var source = feed.IsHttp ? feed.Source : Path.GetFullPath(feed.Source);
        var key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(source)).AsSpan(0, 8));
        var (id, version) = (package.Id.ToLowerInvariant(), package.Version.ToNormalizedString().ToLowerInvariant());
        if (id is "" or "." or ".." || id.AsSpan().ContainsAny('/', '\\', ':')) throw new FeedException($"'{package.Id}' is no package id.");
        return Path.Combine(directory, key, id, version, $"{id}.{version}.nupkg");
    }

    private static async Task<string?> FindAsync(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path) || !File.Exists(path + HashExtension)) return null;
        var recorded = await File.ReadAllTextAsync(path + HashExtension, cancellationToken).ConfigureAwait(false);
        var stream = File.OpenRead(path);
        await using (stream.ConfigureAwait(false))
        {
            var hash = Convert.ToBase64String(await SHA512.HashDataAsync(stream, cancellationToken).ConfigureAwait(false));
            return hash == recorded ? hash : null;
        }
    }

    private async Task<string> FetchAsync(
        FeedClient client, PackageIdentity package, string path, IProgress<FeedProgress>? progress, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        foreach (var left in Directory.EnumerateFiles(Path.GetDirectoryName(path)!, "*.part"))
        {
            // Of a download that was killed; a younger one may still be going on in another process.
            if (time.GetUtcNow() - File.GetLastWriteTimeUtc(left) > StaleAfter) File.Delete(left);
        }
        var part = $"{path}.{Guid.NewGuid():n}.part";
        try
        {
            string hash;
            var target = new DownloadStream(part, limits.LongestPackage, client.Feed.Name, package, progress);
            await using (target.ConfigureAwait(false))
            {
                if (!await client.DownloadAsync(package, target, cancellationToken).ConfigureAwait(false))
                    throw new FeedException(client.Feed.Name, $"it does not have {package.Id} {package.Version}. Choose another version, or another feed.");
                hash = target.Finish();
            }
            using (var archive = PackageArchive.Open($"{package.Id} {package.Version} from the feed '{client.Feed.Name}'", File.OpenRead(part), limits))
            {
                if (!archive.Identity.Equals(package))
                    throw new FeedException(client.Feed.Name, $"asked for {package.Id} {package.Version}, it gave {archive.Identity.Id} {archive.Identity.Version}. Tell whoever runs it.");
            }
            // The hash first: a package without its hash is fetched again.
            DurableFiles.Replace(path + HashExtension, Encoding.ASCII.GetBytes(hash));
            File.Move(part, path, overwrite: true);
            progress?.Report(new FeedProgress(FeedActivity.Downloaded, $"{package.Id} {package.Version}", client.Feed.Name));
            return hash;
        }
        finally
        {
            File.Delete(part);
        }
    }
}
