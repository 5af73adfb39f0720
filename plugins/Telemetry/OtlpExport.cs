using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace PluginFramework.Telemetry;

/// <summary>OpenTelemetry over all meters and activity sources of the process.</summary>
internal sealed class OtlpExport : IAsyncDisposable
{
    /// <summary>How long what is left may take to be sent at the end.</summary>
    private static readonly TimeSpan LastExport = TimeSpan.FromSeconds(3);

    private readonly TelemetryOptions _options;
    private readonly ExportFailures _failures;
    private readonly MeterProvider? _metrics;
    private readonly TracerProvider? _traces;

    public OtlpExport(TelemetryOptions options, ExportFailures failures)
    {
        (_options, _failures) = (options, failures);
        if (options.Metrics)
        {
            _metrics = Sdk.CreateMeterProviderBuilder().ConfigureResource(Describe).AddMeter("*").AddOtlpExporter((exporter, reader) =>
            {
                Apply(exporter, "v1/metrics");
                reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = options.IntervalSeconds * 1000;
            }).Build();
        }

        if (options.Traces)
            _traces = Sdk.CreateTracerProviderBuilder().ConfigureResource(Describe).AddSource("*").AddOtlpExporter(exporter => Apply(exporter, "v1/traces")).Build();
    }

    public async ValueTask DisposeAsync()
    {
        await Task.Run(() =>
        {
            _metrics?.Shutdown((int)LastExport.TotalMilliseconds);
            _traces?.Shutdown((int)LastExport.TotalMilliseconds);
        });
        _metrics?.Dispose();
        _traces?.Dispose();
        _failures.Dispose();
    }

    private void Describe(ResourceBuilder resource) => resource.AddService(_options.ServiceName);

    private void Apply(OtlpExporterOptions exporter, string path)
    {
        var isHttp = _options.Protocol == TelemetryProtocol.HttpProtobuf;
        exporter.Protocol = isHttp ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc;
        exporter.Endpoint = isHttp ? new Uri(new Uri(_options.Endpoint.TrimEnd('/') + "/"), path) : new Uri(_options.Endpoint);
        if (_options.HeadersSecret.Length > 0) exporter.Headers = _options.HeadersSecret;
    }
}
