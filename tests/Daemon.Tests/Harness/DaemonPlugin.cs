namespace PluginFramework.Daemon.Tests.Harness;

/// <summary>A plugin of <see cref="DaemonStatus"/>.</summary>
internal sealed record DaemonPlugin(string Id, string Version, string State, string? Reason);
