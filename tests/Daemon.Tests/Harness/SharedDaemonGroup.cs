namespace PluginFramework.Daemon.Tests.Harness;

/// <summary>The tests that share a daemon, one after the other.</summary>
[CollectionDefinition]
public sealed class SharedDaemonGroup : ICollectionFixture<SharedDaemon>;
