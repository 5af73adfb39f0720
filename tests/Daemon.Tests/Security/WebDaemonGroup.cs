namespace PluginFramework.Daemon.Tests.Security;

/// <summary>The tests that share the daemon on the web, one after the other.</summary>
[CollectionDefinition]
public sealed class WebDaemonGroup : ICollectionFixture<WebDaemon>;
