using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace PluginFramework.Http.Serving;

/// <summary>The plugin's limits as Kestrel's.</summary>
internal static class KestrelOptions
{
    public static void Apply(HttpOptions options, KestrelServerOptions kestrel)
    {
        var rate = options.MinDataRate == 0 ? null : new MinDataRate(options.MinDataRate, options.MinDataRateGrace);
        kestrel.AddServerHeader = false;
        kestrel.AllowSynchronousIO = false;
        var limits = kestrel.Limits;
        limits.MaxRequestLineSize = options.MaxRequestLineOctets;
        limits.MaxRequestBufferSize = Math.Max(1 << 20, options.MaxRequestLineOctets + options.MaxHeaderOctets);
        limits.MaxRequestHeaderCount = options.MaxHeaders;
        limits.MaxRequestHeadersTotalSize = options.MaxHeaderOctets;
        limits.MaxRequestBodySize = options.MaxBodyOctets;
        limits.KeepAliveTimeout = options.KeepAliveTimeout;
        limits.RequestHeadersTimeout = options.HeaderTimeout;
        limits.MinRequestBodyDataRate = rate;
        limits.MinResponseDataRate = rate;
        limits.Http2.MaxStreamsPerConnection = options.MaxStreams;
        limits.Http2.MaxRequestHeaderFieldSize = Math.Min(options.MaxHeaderOctets, 32768);
    }
}
