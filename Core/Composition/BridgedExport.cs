using System.Collections.Immutable;
using PluginFramework.Loader.Manifests;

namespace PluginFramework.Core.Composition;

/// <summary>A ready instance that one plugin, or the host, offers to others.</summary>
/// <param name="PluginId">The plugin it comes from; <c>host</c> for the host's own.</param>
/// <param name="Contract">The contract.</param>
/// <param name="Rank">Its rank.</param>
/// <param name="Value">The instance.</param>
/// <param name="Metadata">Its metadata: primitives only, so that nothing of the provider crosses with it.</param>
public sealed record BridgedExport(
    string PluginId, ContractKey Contract, int Rank, object Value, ImmutableDictionary<string, object?> Metadata)
{
    /// <summary>The provider's name for the host's own exports.</summary>
    public const string HostId = "host";

    /// <summary>An export of the host.</summary>
    public static BridgedExport OfHost<T>(T value) where T : class =>
        new(HostId, ContractKey.Of(typeof(T)), 0, value, ImmutableDictionary<string, object?>.Empty);
}
