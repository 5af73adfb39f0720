using System.Collections.Immutable;
using PluginFramework.Identity;
using PluginFramework.Plugins;

namespace PluginFramework.Http.Tests;

/// <summary>Plugins as a test would have them.</summary>
public sealed class FakePluginManager : IPluginManager
{
    public ImmutableArray<PluginStatus> Plugins { get; set; } = [];

    public ImmutableArray<PluginStatus> List() => Plugins;

    public PluginStatus? Find(string id) => Plugins.FirstOrDefault(plugin => plugin.Id == id);

    public Task<PluginStatus> ReloadAsync(string id, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<PluginStatus> EnableAsync(string id, Caller caller, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<PluginStatus> DisableAsync(string id, Caller caller, CancellationToken cancellationToken = default) => throw new NotSupportedException();
}
