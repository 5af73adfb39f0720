using PluginFramework.Plugins;

namespace PluginFramework.Telemetry;

/// <summary>Where to send what is measured.</summary>
public sealed class TelemetryOptions : IPluginOptions
{
    /// <summary>
    /// The collector's address, such as <c>http://127.0.0.1:4318</c> for <see cref="TelemetryProtocol.HttpProtobuf"/> or <c>http://127.0.0.1:4317</c> for
    /// <see cref="TelemetryProtocol.Grpc"/>. Over HTTP the paths <c>/v1/metrics</c> and <c>/v1/traces</c> are appended. Default empty: nothing is measured or sent.
    /// </summary>
    public string Endpoint { get; set; } = "";

    /// <summary>How the collector is spoken to (OTLP 1.x). Default HttpProtobuf.</summary>
    public TelemetryProtocol Protocol { get; set; }

    /// <summary>Fields to send with each request as <c>name=value</c>, separated by commas; a collector's key, for one. Default empty.</summary>
    public string HeadersSecret { get; set; } = "";

    /// <summary>What the collector calls this daemon (<c>service.name</c>). Default <c>pluginhost</c>.</summary>
    public string ServiceName { get; set; } = "pluginhost";

    /// <summary>How often measurements are sent, in seconds. Default 60, range 1–3600.</summary>
    public int IntervalSeconds { get; set; } = 60;

    /// <summary>Whether measurements are sent. Default true.</summary>
    public bool Metrics { get; set; } = true;

    /// <summary>Whether traces are sent. Default true; each request of a traced protocol is one.</summary>
    public bool Traces { get; set; } = true;

    /// <inheritdoc/>
    public IEnumerable<string> Validate()
    {
        if (Endpoint.Length > 0 && (!Uri.TryCreate(Endpoint, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https")))
            yield return $"Endpoint is '{Endpoint}'; it must be an address such as http://127.0.0.1:4318, or empty.";
        if (!Enum.IsDefined(Protocol)) yield return $"Protocol is {Protocol}; it must be HttpProtobuf or Grpc.";
        if (HeadersSecret.Length > 0 && HeadersSecret.Split(',').Any(field => field.IndexOf('=', StringComparison.Ordinal) < 1))
            yield return "HeadersSecret must be name=value, several separated by commas.";
        if (string.IsNullOrWhiteSpace(ServiceName)) yield return "ServiceName is empty; it must name this daemon, such as pluginhost.";
        if (IntervalSeconds is < 1 or > 3600) yield return $"IntervalSeconds is {IntervalSeconds}; it must lie in 1 to 3600.";
    }
}
