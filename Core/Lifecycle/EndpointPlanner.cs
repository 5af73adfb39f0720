using System.Collections.Immutable;
using PluginFramework.Core.Configuration;
using PluginFramework.Core.Network;
using PluginFramework.Network;

namespace PluginFramework.Core.Lifecycle;

/// <summary>
/// Which endpoints are wanted: those of the protocols that are served, and for a while those of protocols whose plugin's files have gone,
/// since a plugin that is moved or replaced in two steps comes back at once, and its clients should find the door open.
/// </summary>
internal sealed class EndpointPlanner(TimeSpan linger, TimeProvider timeProvider)
{
    private readonly Dictionary<string, (ImmutableArray<EndpointBinding> Bindings, long Since)> _lingering = new(StringComparer.Ordinal);
    private Dictionary<string, ImmutableArray<EndpointBinding>> _served = new(StringComparer.Ordinal);

    /// <summary>Endpoints are still open that will have to be closed after <see cref="Linger"/>.</summary>
    public bool IsLingering => _lingering.Count > 0;

    /// <summary>How long the endpoints of a vanished plugin stay open.</summary>
    public TimeSpan Linger => linger;

    /// <summary>Where the plugins found would listen, by what is configured and by their metadata.</summary>
    public static ImmutableArray<EndpointAddress> Expected(Picture picture)
    {
        var exports = picture.Candidates.Where(candidate => candidate.Manifest is { } manifest && !picture.Configuration.Disabled.Contains(manifest.Id))
            .SelectMany(candidate => candidate.Manifest!.SharedExports).Where(export => export.Protocol is not null);
        var texts = exports.SelectMany(export => picture.Configuration.Endpoints.TryGetValue(export.Protocol!, out var configured)
            ? configured : (export.Metadata.GetValueOrDefault(nameof(ProtocolAttribute.Endpoints)) as System.Collections.IEnumerable)?.OfType<string>() ?? []);
        return [.. texts.Select(text => EndpointAddress.TryParse(text, out var address, out _) ? address : null).OfType<EndpointAddress>()];
    }

    /// <summary>The endpoints wanted now.</summary>
    /// <param name="running">What runs.</param>
    /// <param name="configuration">Where to listen instead of the defaults.</param>
    /// <param name="mayReturn">Whether the plugin that served a protocol may come back by itself: its files went, nobody switched it off.</param>
    public ImmutableArray<EndpointBinding> Wanted(IEnumerable<PluginInstance> running, HostConfiguration configuration, Func<string, bool> mayReturn)
    {
        var now = new Dictionary<string, ImmutableArray<EndpointBinding>>(StringComparer.Ordinal);
        foreach (var served in running.SelectMany(instance => instance.Protocols))
        {
            var addresses = configuration.Endpoints.TryGetValue(served.Protocol, out var configured) ? configured : served.DefaultEndpoints;
            now[served.Protocol] = [.. addresses.Select(address => new EndpointBinding(served.Protocol, EndpointAddress.Parse(address)))];
        }

        foreach (var (protocol, bindings) in _served)
        {
            if (!now.ContainsKey(protocol) && mayReturn(protocol)) _lingering.TryAdd(protocol, (bindings, timeProvider.GetTimestamp()));
        }

        foreach (var (protocol, entry) in _lingering.ToList())
        {
            if (now.ContainsKey(protocol) || !mayReturn(protocol) || timeProvider.GetElapsedTime(entry.Since) >= linger) _lingering.Remove(protocol);
        }

        _served = now;
        return [.. now.Values.Concat(_lingering.Values.Select(entry => entry.Bindings)).SelectMany(bindings => bindings)];
    }
}
