namespace PluginFramework.Telemetry;

/// <summary>The transports of OTLP.</summary>
public enum TelemetryProtocol
{
    /// <summary>Binary Protobuf in HTTP/1.1.</summary>
    HttpProtobuf,

    /// <summary>gRPC, which needs HTTP/2.</summary>
    Grpc,
}
