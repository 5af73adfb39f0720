using System.Diagnostics.Tracing;
using Microsoft.Extensions.Logging;

namespace PluginFramework.Telemetry;

/// <summary>Tells the log what OpenTelemetry tells only who listens to its events, such as that a collector cannot be reached. Once a minute at most.</summary>
internal sealed partial class ExportFailures(ILogger log, TimeProvider clock) : EventListener
{
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(1);

    private long _last;

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name.StartsWith("OpenTelemetry-", StringComparison.Ordinal)) EnableEvents(eventSource, EventLevel.Error);
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        var (now, last) = (clock.GetTimestamp(), Interlocked.Read(ref _last));
        if (last != 0 && clock.GetElapsedTime(last, now) < Silence) return;
        if (Interlocked.CompareExchange(ref _last, now, last) != last) return;
        Told(log, eventData.EventName ?? "", string.Join(", ", eventData.Payload ?? []));
    }

    [LoggerMessage(1, LogLevel.Warning, "OpenTelemetry tells of {Event}: {Details}")]
    private static partial void Told(ILogger logger, string @event, string details);
}
