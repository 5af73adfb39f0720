using System.Composition;
using System.Diagnostics.Metrics;

namespace PluginFramework.Http.Metrics;

/// <summary>What the server measures of itself, by the names OpenTelemetry has for it.</summary>
[Export, Shared]
public sealed class HttpMeter : IDisposable
{
    private readonly Meter _meter = new("PluginFramework.Http");
    private readonly Histogram<double> _duration;
    private readonly UpDownCounter<long> _active;

    /// <summary>Begins to measure.</summary>
    public HttpMeter()
    {
        _duration = _meter.CreateHistogram<double>("http.server.request.duration", "s", "How long requests took.");
        _active = _meter.CreateUpDownCounter<long>("http.server.active_requests", "{request}", "How many requests are under way.");
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    internal void Began() => _active.Add(1);

    internal void Ended(string method, int status, string module, TimeSpan duration)
    {
        _active.Add(-1);
        _duration.Record(duration.TotalSeconds,
            new("http.request.method", KnownMethod(method)), new("http.response.status_code", status), new("plugin", module));
    }

    // A client may send any word.
    private static string KnownMethod(string method) =>
        method is "GET" or "HEAD" or "POST" or "PUT" or "DELETE" or "PATCH" or "OPTIONS" or "CONNECT" or "TRACE" ? method : "_OTHER";
}
