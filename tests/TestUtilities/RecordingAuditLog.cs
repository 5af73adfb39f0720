using System.Collections.Concurrent;
using PluginFramework.Identity;

namespace PluginFramework.TestUtilities;

/// <summary>An audit log that keeps its records for a test to look at.</summary>
public sealed class RecordingAuditLog : IAuditLog
{
    public ConcurrentQueue<AuditEvent> Events { get; } = [];

    public void Record(AuditEvent auditEvent) => Events.Enqueue(auditEvent);
}
