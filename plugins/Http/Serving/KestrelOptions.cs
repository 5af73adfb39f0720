using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace PluginFramework.Http.Serving;

/// <summary>The plugin's limits as Kestrel's.</summary>
internal static class KestrelOptions
{
    public static KestrelServerOptions Of(HttpOptions options)
    {
        var rate = options.MinDataRate == 0 ? null : new MinDataRate(options.MinDataRate, options.MinDataRateGrace);
        return new()
        {
            AddServerHeader = false,
            AllowSynchronousIO = false,
            Limits =
            {
                // Connections are counted by the host.
                MaxConcurrentConnections = null,
                MaxRequestLineSize = options.MaxRequestLineOctets,
                MaxRequestBufferSize = Math.Max(1 << 20, options.MaxRequestLineOctets + options.MaxHeaderOctets),
                MaxRequestHeaderCount = options.MaxHeaders,
                MaxRequestHeadersTotalSize = options.MaxHeaderOctets,
                MaxRequestBodySize = options.MaxBodyOctets,
                KeepAliveTimeout = options.KeepAliveTimeout,
                RequestHeadersTimeout = options.HeaderTimeout,
                MinRequestBodyDataRate = rate,
                MinResponseDataRate = rate,
                Http2 = { MaxStreamsPerConnection = options.MaxStreams, MaxRequestHeaderFieldSize = Math.Min(options.MaxHeaderOctets, 32768) },
            },
        };
    }
}
