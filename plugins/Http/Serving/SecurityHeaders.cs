using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace PluginFramework.Http.Serving;

/// <summary>The fields every response has that tell browsers what not to do, unless whoever answered has set them otherwise.</summary>
internal sealed class SecurityHeaders(HttpOptions options)
{
    private readonly string? _transport = options.StrictTransportSecurity == TimeSpan.Zero
        ? null : string.Create(CultureInfo.InvariantCulture, $"max-age={(long)options.StrictTransportSecurity.TotalSeconds}");

    public void AddTo(HttpContext context) => context.Response.OnStarting(static state =>
    {
        var (self, context) = ((SecurityHeaders, HttpContext))state;
        self.Set(context);
        return Task.CompletedTask;
    }, (this, context));

    private void Set(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.TryAdd("X-Content-Type-Options", "nosniff");
        headers.TryAdd("Referrer-Policy", "same-origin");
        headers.TryAdd("Cross-Origin-Opener-Policy", "same-origin");
        if (options.ContentSecurityPolicy.Length > 0 && headers.ContentSecurityPolicy.Count == 0) headers.ContentSecurityPolicy = options.ContentSecurityPolicy;
        // For browsers that do not know frame-ancestors; whose policy does not forbid frames may want to be framed.
        if (headers.ContentSecurityPolicy.ToString().Contains("frame-ancestors 'none'", StringComparison.Ordinal)) headers.TryAdd("X-Frame-Options", "DENY");

        if (_transport is not null && context.Request.IsHttps) headers.TryAdd("Strict-Transport-Security", _transport);
    }
}
