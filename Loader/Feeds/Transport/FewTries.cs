using NuGet.Common;
using NuGet.Protocol;

namespace PluginFramework.Loader.Feeds.Transport;

/// <summary>Tries a request twice: once more mends a lost connection, and more only makes people wait for a feed that is down.</summary>
internal sealed class FewTries(FeedLimits limits) : IHttpRetryHandler
{
    private readonly HttpRetryHandler _inner = new();

    public Task<HttpResponseMessage> SendAsync(HttpRetryHandlerRequest request, ILogger log, CancellationToken cancellationToken) =>
        _inner.SendAsync(Limit(request), log, cancellationToken);

    public Task<HttpResponseMessage> SendAsync(HttpRetryHandlerRequest request, string sourceUri, ILogger log, CancellationToken cancellationToken) =>
        _inner.SendAsync(Limit(request), sourceUri, log, cancellationToken);

    private HttpRetryHandlerRequest Limit(HttpRetryHandlerRequest request)
    {
        request.MaxTries = 2;
        request.RequestTimeout = limits.DownloadTime;
        request.DownloadTimeout = limits.DownloadTime;
        return request;
    }
}
