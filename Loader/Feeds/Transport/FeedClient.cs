using System.Collections.Immutable;
using NuGet.Common;
using NuGet.Configuration;
using NuGet.Packaging.Core;
using NuGet.Protocol;
using NuGet.Protocol.Core.Types;
using NuGet.Protocol.Model;
using NuGet.Protocol.Providers;
using NuGet.Versioning;
using PluginFramework.Loader.Feeds.Configuration;

namespace PluginFramework.Loader.Feeds.Transport;

/// <summary>Asks one feed. Every question ends within its time, with an answer or a <see cref="FeedException"/>. Safe for several threads.</summary>
internal sealed class FeedClient : IDisposable
{
    private readonly FeedLimits _limits;
    private readonly TimeProvider _time;
    private readonly FeedHttpProvider _http;
    private readonly FeedIndexProvider _index;
    private readonly SourceRepository _repository;

    // Nothing is taken from or kept in a cache of NuGet's: what is asked is asked of the feed.
    private readonly SourceCacheContext _cache;

    public FeedClient(Feed feed, FeedLimits limits, TimeProvider time, string temporary)
    {
        (Feed, _limits, _time) = (feed, limits, time);
        // Whether plain HTTP is allowed is decided by our own handler.
        var source = new PackageSource(feed.IsHttp ? feed.Source : Path.GetFullPath(feed.Source), feed.Name)
        {
            ProtocolVersion = feed.IsHttp ? 3 : 2, AllowInsecureConnections = true,
        };
        _http = new FeedHttpProvider(feed, source, limits, time, temporary);
        _index = new FeedIndexProvider(feed.Source, time);
        _repository = new SourceRepository(source, [_http, _index, .. Providers()]);
        _cache = new SourceCacheContext { NoCache = true, DirectDownload = true, RefreshMemoryCache = true, GeneratedTempFolder = temporary };
    }

    public Feed Feed { get; }

    public Task<ImmutableArray<NuGetVersion>> VersionsAsync(string package, CancellationToken cancellationToken) =>
        AskAsync($"the versions of {package}", _limits.QuestionTime, async token =>
        {
            var resource = await RequireAsync<FindPackageByIdResource>(token).ConfigureAwait(false);
            return (await resource.GetAllVersionsAsync(package, _cache, NullLogger.Instance, token).ConfigureAwait(false) ?? []).ToImmutableArray();
        }, cancellationToken);

    public Task<ImmutableArray<FoundPlugin>> SearchAsync(string text, int skip, int take, bool includePrerelease, CancellationToken cancellationToken) =>
        AskAsync($"plugins with \"{text}\"", _limits.QuestionTime, async token => Feed.IsHttp
            ? await HttpSearch.SearchAsync(_repository, Feed, text, skip, take, includePrerelease, token).ConfigureAwait(false)
            : FolderSearch.Search(await RequireAsync<FindLocalPackagesResource>(token).ConfigureAwait(false), Feed, text, skip, take, includePrerelease, token),
            cancellationToken);

    public Task<ImmutableArray<PackageDescription>> DescribeAsync(string package, bool includePrerelease, CancellationToken cancellationToken) =>
        AskAsync($"what {package} is", _limits.QuestionTime, async token =>
        {
            var resource = await _repository.GetResourceAsync<PackageMetadataResource>(token).ConfigureAwait(false);
            var found = ImmutableArray.CreateBuilder<PackageDescription>();
            if (resource is null) return [];
            foreach (var version in await resource.GetMetadataAsync(package, includePrerelease, includeUnlisted: true, _cache, NullLogger.Instance, token).ConfigureAwait(false))
            {
                found.Add(new PackageDescription(Feed.Name, version.Identity.Id, version.Identity.Version.ToNormalizedString())
                {
                    Title = version.Title ?? "", Description = version.Description ?? "", Authors = version.Authors ?? "",
                    Published = version.Published, IsListed = version.IsListed,
                    License = version.LicenseMetadata?.License ?? version.LicenseUrl?.ToString(), ProjectAddress = version.ProjectUrl,
                    Deprecation = await version.GetDeprecationMetadataAsync().ConfigureAwait(false) is { } old
                        ? old.Message ?? string.Join(", ", old.Reasons ?? []) : null,
                });
            }
            return found.ToImmutable();
        }, cancellationToken);

    /// <returns>Whether the feed has the package.</returns>
    public Task<bool> DownloadAsync(PackageIdentity package, Stream destination, CancellationToken cancellationToken) =>
        AskAsync($"{package.Id} {package.Version}", _limits.DownloadTime, async token =>
        {
            var resource = await RequireAsync<FindPackageByIdResource>(token).ConfigureAwait(false);
            return await resource.CopyNupkgToStreamAsync(package.Id, package.Version, destination, _cache, NullLogger.Instance, token).ConfigureAwait(false);
        }, cancellationToken);

    /// <returns>The known vulnerabilities; <see langword="null"/> where the feed offers no such list.</returns>
    public Task<GetVulnerabilityInfoResult?> VulnerabilitiesAsync(CancellationToken cancellationToken) =>
        AskAsync("its list of known vulnerabilities", _limits.QuestionTime, async token =>
        {
            // A folder has none, and asking would only fail where it does not exist.
            if (!Feed.IsHttp) return null;
            var resource = await _repository.GetResourceAsync<IVulnerabilityInfoResource>(token).ConfigureAwait(false);
            if (resource is null) return null;
            var result = await resource.GetVulnerabilityInfoAsync(_cache, NullLogger.Instance, token).ConfigureAwait(false);
            return result.Exceptions is { } failed ? throw failed : result;
        }, cancellationToken);

    public void Dispose()
    {
        _cache.Dispose();
        _index.Dispose();
        _http.Dispose();
    }

    private async Task<T> RequireAsync<T>(CancellationToken cancellationToken) where T : class, INuGetResource =>
        await _repository.GetResourceAsync<T>(cancellationToken).ConfigureAwait(false)
        ?? throw new FeedException(Feed.Name, $"{Feed.ShownSource} is no feed of version 3. Check its address: it should be that of its service index.");

    private async Task<T> AskAsync<T>(string question, TimeSpan longest, Func<CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(longest, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var asked = new FeedQuestion(both);
        FeedQuestion.Current = asked;
        try
        {
            // A folder may lie on a share that no longer answers; then only the wait can be given up.
            return await Task.Run(() => Feed.IsHttp || Directory.Exists(Feed.Source) ? ask(both.Token) : throw new DirectoryNotFoundException(), both.Token)
                .WaitAsync(both.Token).ConfigureAwait(false);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (OperationCanceledException exception) when (limit.IsCancellationRequested && asked.Failure is null)
        {
            throw FeedErrors.Explain(Feed, question, asked.Cause ?? new TimeoutException($"no whole answer within {longest.TotalSeconds:0.#} s", exception));
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            throw FeedErrors.Explain(Feed, question, asked.Cause ?? exception);
        }
    }

    // NuGet's own list would make providers that read the machine's configuration, and start credential plugins from the user's folders.
    private static INuGetResourceProvider[] Providers() =>
    [
        new HttpFileSystemBasedFindPackageByIdResourceProvider(), new RegistrationResourceV3Provider(), new PackageMetadataResourceV3Provider(),
        new ReportAbuseResourceV3Provider(), new PackageDetailsUriResourceV3Provider(), new VulnerabilityInfoResourceV3Provider(), new FeedTypeResourceProvider(),
        new LocalV2FindPackageByIdResourceProvider(), new LocalV3FindPackageByIdResourceProvider(), new LocalPackageMetadataResourceProvider(),
        new FindLocalPackagesResourceV2Provider(), new FindLocalPackagesResourceV3Provider(), new FindLocalPackagesResourceUnzippedProvider(),
        new FindLocalPackagesResourcePackagesConfigProvider(),
    ];
}
