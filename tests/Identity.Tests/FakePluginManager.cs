using System.Collections.Immutable;
using PluginFramework.Plugins;

namespace PluginFramework.Identity.Tests;

/// <summary>Plugins that are enabled and disabled at a word, but for one.</summary>
internal sealed class FakePluginManager(params PluginStatus[] plugins) : IPluginManager
{
    private ImmutableArray<PluginStatus> _plugins = [.. plugins];

    /// <summary>The one that does not start.</summary>
    public string? Broken { get; init; }

    public ImmutableArray<PluginStatus> List() => _plugins;

    public PluginStatus? Find(string id) => _plugins.FirstOrDefault(plugin => plugin.Id == id);

    public Task<PluginStatus> ReloadAsync(string id, CancellationToken cancellationToken = default) => Task.FromResult(Find(id)!);

    public Task<PluginStatus> EnableAsync(string id, Caller caller, CancellationToken cancellationToken = default) =>
        Task.FromResult(Set(id, id == Broken ? PluginState.Failed : PluginState.Active));

    public Task<PluginStatus> DisableAsync(string id, Caller caller, CancellationToken cancellationToken = default) => Task.FromResult(Set(id, PluginState.Disabled));

    private PluginStatus Set(string id, PluginState state)
    {
        var before = Find(id) ?? throw new PluginNotFoundException(id);
        _plugins = _plugins.Replace(before, before with { State = state });
        return Find(id)!;
    }
}
