using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Options;

namespace PluginFramework.Http.Serving;

/// <summary>
/// Compresses over TLS only what holds nobody's secrets: scripts, style sheets and the like, and what whoever answers has marked
/// (<see cref="IHttpsCompressionFeature"/>). A page with a secret and something of a client's choice would give the secret away by its length.
/// </summary>
internal sealed class CompressionProvider(IServiceProvider services, IOptions<ResponseCompressionOptions> options) : ResponseCompressionProvider(services, options)
{
    public override bool ShouldCompressResponse(HttpContext context) => base.ShouldCompressResponse(context)
        && (!context.Request.IsHttps || context.Features.Get<IHttpsCompressionFeature>()?.Mode == HttpsCompressionMode.Compress || IsCode(context.Response.ContentType));

    private static bool IsCode(string? contentType)
    {
        var type = contentType.AsSpan();
        if (type.IndexOf(';') is >= 0 and var end) type = type[..end];
        return type.Trim() is "text/css" or "text/javascript" or "application/javascript" or "image/svg+xml" or "application/wasm";
    }
}
