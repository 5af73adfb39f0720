using System.Collections.Immutable;
using PluginFramework.Identity;
using PluginFramework.Plugins;

namespace PluginFramework.Core.Lifecycle;

/// <summary>The plugins of a host, for the plugins themselves, the prompt and the command line.</summary>
internal sealed class PluginManager(PluginHost host) : IPluginManager
{
    public ImmutableArray<PluginStatus> List() => host.Board.Plugins;

    public PluginStatus? Find(string id) => host.Board.Find(id);

    public Task<PluginStatus> ReloadAsync(string id, CancellationToken cancellationToken = default) =>
        host.ChangeAsync(id, () => [id], cancellationToken);

    public Task<PluginStatus> EnableAsync(string id, Caller caller, CancellationToken cancellationToken = default) =>
        host.SetDisabledAsync(id, isDisabled: false, caller, cancellationToken);

    public Task<PluginStatus> DisableAsync(string id, Caller caller, CancellationToken cancellationToken = default) =>
        host.SetDisabledAsync(id, isDisabled: true, caller, cancellationToken);
}
