namespace PluginFramework.Daemon.Tests.Harness;

/// <summary>The tests that measure time, with no other beside them.</summary>
[CollectionDefinition(DisableParallelization = true)]
public sealed class MeasuredGroup;
