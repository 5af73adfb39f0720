namespace PluginFramework.Daemon.Tests.Harness;

/// <summary>An endpoint of <see cref="DaemonStatus"/>.</summary>
internal sealed record DaemonEndpoint(string Protocol, string Address);
