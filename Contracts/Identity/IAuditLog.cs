namespace PluginFramework.Identity;

/// <summary>Records who did what. Provided by the host; any plugin may import it.</summary>
/// <remarks>Safe for use from any thread. Records are appended to the run directory's <c>audit.jsonl</c> in the order given.</remarks>
public interface IAuditLog
{
    /// <summary>Records an event; returns when it is written.</summary>
    void Record(AuditEvent auditEvent);
}
