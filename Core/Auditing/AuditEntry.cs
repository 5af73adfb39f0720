namespace PluginFramework.Core.Auditing;

/// <summary>A line of the audit file.</summary>
internal sealed record AuditEntry(
    DateTimeOffset Time, string Action, string Outcome, string? Actor, string? Subject, string? Surface, string? RemoteAddress, string? Detail);
