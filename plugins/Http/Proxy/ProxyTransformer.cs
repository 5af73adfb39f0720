using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using PluginFramework.Web;
using Yarp.ReverseProxy.Forwarder;

namespace PluginFramework.Http.Proxy;

/// <summary>What the other server sees of a request: where it came from and who makes it, and none of this server's cookies.</summary>
internal sealed class ProxyTransformer(PathString stripped, bool keepHost) : HttpTransformer
{
    private static readonly string[] OwnCookies = ["session", "visitor", "__Host-session", "__Host-visitor"];

    public override async ValueTask TransformRequestAsync(HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
        var request = httpContext.Request;
        request.Path.StartsWithSegments(stripped, StringComparison.Ordinal, out var path);
        proxyRequest.RequestUri = RequestUtilities.MakeDestinationAddress(destinationPrefix, path.HasValue ? path : "/", request.QueryString);
        var headers = proxyRequest.Headers;
        headers.Host = keepHost ? request.Host.Value : null;

        // What a client says of these is not to be believed.
        foreach (var name in (string[])["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Prefix", "X-Forwarded-User", "X-Real-IP"]) headers.Remove(name);
        var session = httpContext.Features.GetRequiredFeature<IWebSessionFeature>();
        headers.TryAddWithoutValidation("X-Forwarded-For", session.Client.RemoteAddress);
        headers.TryAddWithoutValidation("X-Forwarded-Host", request.Host.Value);
        headers.TryAddWithoutValidation("X-Forwarded-Proto", request.Scheme);
        if (stripped.HasValue) headers.TryAddWithoutValidation("X-Forwarded-Prefix", stripped.ToUriComponent());
        if (session.Principal is { } principal)
        {
            headers.TryAddWithoutValidation("X-Forwarded-User", principal.UserName);
            // The password was this server's, not the other one's.
            if (session.Session is null) headers.Remove(HeaderNames.Authorization);
        }

        var cookies = request.Cookies.Where(cookie => !OwnCookies.Contains(cookie.Key, StringComparer.Ordinal)).ToList();
        if (cookies.Count == request.Cookies.Count) return;
        headers.Remove(HeaderNames.Cookie);
        if (cookies.Count > 0) headers.TryAddWithoutValidation(HeaderNames.Cookie, string.Join("; ", cookies.Select(cookie => $"{cookie.Key}={Uri.EscapeDataString(cookie.Value)}")));
    }
}
