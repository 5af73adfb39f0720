using System.Net;
using System.Net.Http.Headers;
using System.Text;
using PluginFramework.Loader.Feeds.Configuration;

namespace PluginFramework.Loader.Feeds.Transport;

/// <summary>
/// All that goes to and comes from a feed passes here: its secrets go to its own origin only, redirections never lead to plain HTTP, and
/// answers are bounded in length and in silence.
/// </summary>
internal sealed class FeedHttpHandler(Feed feed, FeedLimits limits, TimeProvider time, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private const int MostRedirections = 5;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await FollowAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (FeedException exception)
        {
            FeedQuestion.Current?.Fail(exception);
            throw;
        }
    }

    private async Task<HttpResponseMessage> FollowAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        for (var hop = 0; ; hop++)
        {
            Prepare(request);
            var response = await AskAsync(request, cancellationToken).ConfigureAwait(false);
            Judge(request, response);
            if (response.StatusCode is not (HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
                or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect) || response.Headers.Location is not { } location)
            {
                return Bound(response);
            }
            response.Dispose();
            if (hop == MostRedirections)
                throw new FeedException(feed.Name, $"it redirects more than {MostRedirections} times at {request.RequestUri}. Correct its address.");
            request = new HttpRequestMessage(HttpMethod.Get, new Uri(request.RequestUri!, location)) { Version = request.Version };
        }
    }

    private void Prepare(HttpRequestMessage request)
    {
        var address = request.RequestUri!;
        if (!feed.IsAllowed(address))
        {
            throw new FeedException(feed.Name, $"it leads to {address.GetLeftPart(UriPartial.Path)} over plain HTTP, where anybody on the way can "
                + "replace what is read. Correct it at the feed, or allow it for this feed.");
        }
        request.Headers.Authorization = null;
        if (Uri.Compare(address, feed.Address, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) != 0) return;
        if (feed.UserName is { } user && feed.Password is { } password)
        {
            var both = Encoding.UTF8.GetBytes($"{user}:{password.Read(feed.Name)}");
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(both));
        }
        if (feed.ApiKey is { } key) request.Headers.TryAddWithoutValidation("X-NuGet-ApiKey", key.Read(feed.Name));
    }

    private async Task<HttpResponseMessage> AskAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var silence = new CancellationTokenSource(limits.SilenceTime, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, cancellationToken);
        try
        {
            return await base.SendAsync(request, both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (silence.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            var timeout = new TimeoutException($"no answer from {request.RequestUri!.GetLeftPart(UriPartial.Path)} within {limits.SilenceTime.TotalSeconds:0.#} s");
            FeedQuestion.Current?.Note(PlaceOf(request), timeout);
            throw timeout;
        }
        catch (HttpRequestException exception)
        {
            FeedQuestion.Current?.Note(PlaceOf(request), exception);
            throw;
        }
    }

    private void Judge(HttpRequestMessage request, HttpResponseMessage response)
    {
        var failure = new HttpRequestException(null, null, response.StatusCode);
        var isIndex = request.RequestUri == feed.Address;
        var isFinal = response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.TooManyRequests
            || (isIndex && (int)response.StatusCode is >= 400 and < 500);
        if (isFinal) FeedQuestion.Current?.Fail(failure);
        else if ((int)response.StatusCode >= 500) FeedQuestion.Current?.Note(PlaceOf(request), failure);
    }

    private static string PlaceOf(HttpRequestMessage request) => request.RequestUri!.ToString();

    private HttpResponseMessage Bound(HttpResponseMessage response)
    {
        var isPackage = response.RequestMessage?.RequestUri?.AbsolutePath.EndsWith(".nupkg", StringComparison.OrdinalIgnoreCase) == true
            || response.Content.Headers.ContentType?.MediaType == "application/octet-stream";
        response.Content = new BoundedContent(response.Content, isPackage ? limits.LongestPackage : limits.LongestAnswer, limits.SilenceTime, time, response.RequestMessage?.RequestUri?.ToString() ?? feed.Source);
        return response;
    }
}
