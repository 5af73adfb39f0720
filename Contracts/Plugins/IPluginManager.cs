using System.Collections.Immutable;
using PluginFramework.Identity;

namespace PluginFramework.Plugins;

/// <summary>The plugins of this host. Provided by the host; any plugin may import it.</summary>
/// <remarks>
/// Safe for use from any thread. Changes are made one at a time, in the order asked for. A plugin that changes itself or a plugin it
/// depends on must not wait for the result while it holds up its own stop.
/// </remarks>
public interface IPluginManager
{
    /// <summary>Every plugin found, by id.</summary>
    ImmutableArray<PluginStatus> List();

    /// <summary>The plugin of that id, or <see langword="null"/>. Where several claim the id, the one that runs.</summary>
    PluginStatus? Find(string id);

    /// <summary>Loads the plugin afresh, and rebuilds its true dependants. The old instance serves until the new one is ready.</summary>
    /// <exception cref="PluginNotFoundException">There is no plugin of that id.</exception>
    /// <returns>The plugin as it stands afterwards; if the new instance failed, the old one still runs and the reason says so.</returns>
    Task<PluginStatus> ReloadAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Lets a disabled or quarantined plugin run again, now and at the next start.</summary>
    /// <inheritdoc cref="ReloadAsync" path="/exception"/>
    Task<PluginStatus> EnableAsync(string id, Caller caller, CancellationToken cancellationToken = default);

    /// <summary>Stops a plugin and keeps it out, now and at the next start.</summary>
    /// <inheritdoc cref="ReloadAsync" path="/exception"/>
    Task<PluginStatus> DisableAsync(string id, Caller caller, CancellationToken cancellationToken = default);
}
