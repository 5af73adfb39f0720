namespace PluginFramework.Daemon.Tests.Security;

/// <summary>An entry of the audit.</summary>
internal sealed record AuditLine(string Action, string Outcome, string? Actor, string? Subject, string? Surface, string? RemoteAddress, string? Detail);
