using System.Net;
using NuGet.Protocol;
using NuGet.Protocol.Core.Types;
using PluginFramework.Loader.Feeds.Configuration;

namespace PluginFramework.Loader.Feeds.Transport;

/// <summary>Gives NuGet.Protocol our way to HTTP in place of its own, which reads the machine's configuration for proxies and secrets.</summary>
internal sealed class FeedHttpProvider : ResourceProvider, IDisposable
{
    private readonly HttpClientHandler _client = new() { AllowAutoRedirect = false, UseCookies = false, AutomaticDecompression = DecompressionMethods.All };
    private readonly FeedHttpHandler _handler;
    private readonly HttpSource _source;

    public FeedHttpProvider(Feed feed, NuGet.Configuration.PackageSource source, FeedLimits limits, TimeProvider time, string temporary)
        : base(typeof(HttpSourceResource), nameof(FeedHttpProvider), NuGetResourceProviderPositions.First)
    {
        _handler = new FeedHttpHandler(feed, limits, time, _client);
        _source = new HttpSource(source, () => Task.FromResult<HttpHandlerResource>(new FeedHandlerResource(_client, _handler)), NullThrottle.Instance)
        {
            HttpCacheDirectory = temporary,
            RetryHandler = new FewTries(limits),
        };
    }

    public override Task<Tuple<bool, INuGetResource?>> TryCreate(SourceRepository source, CancellationToken token) =>
        Task.FromResult(Tuple.Create<bool, INuGetResource?>(source.PackageSource.IsHttp, new HttpSourceResource(_source)));

    public void Dispose()
    {
        _source.Dispose();
        _handler.Dispose();
        _client.Dispose();
    }
}
