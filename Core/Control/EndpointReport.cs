namespace PluginFramework.Core.Control;

/// <summary>An endpoint; <see cref="Error"/> is <see langword="null"/> when it is bound.</summary>
internal sealed record EndpointReport(string Protocol, string Address, string? Error, int Connections);
