using System.Collections.Immutable;

namespace PluginFramework.Loader.Manifests;

/// <summary>An export of a part.</summary>
/// <param name="Contract">The contract.</param>
/// <param name="Metadata">Its metadata: strings, numbers, booleans, and arrays of them as <c>object?[]</c> or typed arrays.</param>
public sealed record ManifestExport(ContractKey Contract, ImmutableDictionary<string, object?> Metadata)
{
    /// <summary>The contract type lives in Contracts, in a shared contract assembly, or is one the host itself takes: others can see it.</summary>
    public bool IsShared { get; init; }

    /// <summary>The protocol it serves (<see cref="Network.ProtocolAttribute"/>); <see langword="null"/> for any other export.</summary>
    public string? Protocol => Metadata.GetValueOrDefault(nameof(Network.ProtocolAttribute.Protocol)) as string;

    /// <summary>The rank (<see cref="Plugins.RankAttribute"/>); 0 without one.</summary>
    public int Rank => Metadata.TryGetValue("Rank", out var rank) && rank is int value ? value : 0;
}
