using System.Collections.Immutable;
using PluginFramework.Network;
using PluginFramework.Panels;
using PluginFramework.Plugins;

namespace PluginFramework.Core.Startup;

/// <summary>A host of plugins, as the startup library runs it. Safe for use from any thread.</summary>
public interface IPluginHost : IAsyncDisposable
{
    /// <summary>
    /// Returns when every plugin found is active or has its reason, and the endpoints are bound or have theirs. The reason may be that it is
    /// still starting.
    /// </summary>
    /// <exception cref="Configuration.HostConfigurationException">The configuration of the host itself is wrong.</exception>
    Task StartAsync(CancellationToken cancellationToken);

    /// <summary>When no plugin is starting any more; each has <c>startTimeout</c> to do so.</summary>
    Task WhenSettledAsync(CancellationToken cancellationToken);

    /// <summary>Drains connections and stops plugins, consumers before providers.</summary>
    Task StopAsync(CancellationToken cancellationToken);

    /// <summary>The plugins.</summary>
    IPluginManager Plugins { get; }

    /// <summary>Where it listens.</summary>
    IEndpointCatalog Endpoints { get; }

    /// <summary>What can be seen and done: the host's own panels and the plugins'.</summary>
    IPanelCatalog Panels { get; }

    /// <summary>The transports <c>--transport</c> can choose from, the default first.</summary>
    ImmutableArray<TransportInfo> Transports { get; }

    /// <summary>
    /// The protocols that the plugins found serve, whether these run or not; <see langword="null"/> where the host does not tell, and
    /// configured endpoints are then not checked for protocols that nobody serves.
    /// </summary>
    IReadOnlyCollection<string>? Protocols => null;

    /// <summary>The best-ranked live export of a contract, or <see langword="null"/>. Ask afresh for each use.</summary>
    T? GetExport<T>() where T : class;

    /// <summary>The live exports of a contract, the best-ranked first. Ask afresh for each use.</summary>
    IEnumerable<T> GetExports<T>() where T : class => GetExport<T>() is { } best ? [best] : [];
}
