using System.Collections.Immutable;
using PluginFramework.Loader.Discovery;

namespace PluginFramework.Loader.Contexts;

/// <summary>
/// Which build of each shared contract assembly all plugins take: one a name and major version, the newest there is. Immutable.
/// </summary>
public sealed class SharedContractSelection
{
    private readonly ImmutableDictionary<(string Name, int Major), SharedContract> _choices;

    private SharedContractSelection(ImmutableDictionary<(string Name, int Major), SharedContract> choices) => _choices = choices;

    /// <summary>Nothing selected: each plugin takes what it brings along.</summary>
    public static SharedContractSelection Empty { get; } = new(ImmutableDictionary<(string Name, int Major), SharedContract>.Empty);

    /// <summary>
    /// Selects from what plugins bring along and what running ones already use. Of two builds of one version, the one in use stays for as
    /// long as a plugin brings it.
    /// </summary>
    public static SharedContractSelection Of(IEnumerable<PluginCandidate> candidates, IEnumerable<SharedContract> inUse)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        ArgumentNullException.ThrowIfNull(inUse);
        var used = inUse.ToHashSet();
        var brought = candidates.SelectMany(Brought).ToHashSet();
        return new(brought.Union(used).GroupBy(contract => (contract.AssemblyName, contract.Version.Major)).ToImmutableDictionary(
            group => group.Key,
            group => group.OrderByDescending(contract => contract.Version)
                .ThenByDescending(contract => brought.Any(contract.IsSameBuild))
                .ThenByDescending(used.Contains)
                .ThenBy(contract => contract.Path, StringComparer.Ordinal).First()));
    }

    /// <summary>What a plugin takes: for each shared contract assembly it brings along, the selected build.</summary>
    public ImmutableArray<SharedContract> For(PluginCandidate candidate)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        return [.. Brought(candidate).Select(own => _choices.GetValueOrDefault((own.AssemblyName, own.Version.Major), own))];
    }

    private static IEnumerable<SharedContract> Brought(PluginCandidate candidate) =>
        (candidate.Manifest?.SharedContracts ?? [])
            .Select(file => new SharedContract(file.AssemblyName, file.Version, file.Mvid, Path.Combine(candidate.StorePath, file.File)));
}
