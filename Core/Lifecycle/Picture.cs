using System.Collections.Immutable;
using PluginFramework.Core.Configuration;
using PluginFramework.Loader.Discovery;
using PluginFramework.Loader.Manifests;

namespace PluginFramework.Core.Lifecycle;

/// <summary>What was found and configured: all that decides what should run. Immutable.</summary>
internal sealed class Picture(ImmutableArray<PluginCandidate> candidates, HostConfiguration configuration)
{
    private readonly Lazy<ILookup<string, PluginCandidate>> _byId =
        new(() => candidates.Where(candidate => candidate.Manifest is not null).ToLookup(candidate => candidate.Manifest!.Id, StringComparer.Ordinal));

    private readonly Lazy<ILookup<(string Name, int Major), SharedContractFile>> _contracts =
        new(() => candidates.SelectMany(candidate => candidate.Manifest?.SharedContracts ?? []).ToLookup(file => (file.AssemblyName, file.Version.Major)));

    /// <summary>What was found.</summary>
    public ImmutableArray<PluginCandidate> Candidates => candidates;

    public HostConfiguration Configuration => configuration;

    public Picture With(ImmutableArray<PluginCandidate> found) => new(found, configuration);

    public Picture With(HostConfiguration changed) => new(candidates, changed);

    /// <summary>The same with what runs first, which wins where several claim an id.</summary>
    public Picture Preferring(IEnumerable<string> locations)
    {
        var preferred = locations.ToHashSet(StringComparer.Ordinal);
        return new([.. candidates.OrderByDescending(candidate => preferred.Contains(candidate.Location))], configuration);
    }

    /// <summary>The manifest of a plugin; the first where several claim the id.</summary>
    public PluginManifest? ManifestOf(string id) => _byId.Value[id].FirstOrDefault()?.Manifest;

    /// <summary>The fingerprint of a plugin as it was found; <see langword="null"/> where it was not.</summary>
    public Fingerprint? FingerprintOf(string id) => _byId.Value[id].FirstOrDefault() is { } candidate ? FingerprintOf(candidate) : null;

    /// <summary>The fingerprint of a plugin that can be read.</summary>
    public Fingerprint FingerprintOf(PluginCandidate candidate)
    {
        var builds = candidate.Manifest!.SharedContracts.SelectMany(file => _contracts.Value[(file.AssemblyName, file.Version.Major)])
            .Select(file => $"{file.AssemblyName} {file.Version} {file.Mvid}").Distinct().Order(StringComparer.Ordinal);
        return new(candidate.ContentHash, Configuration.DescribePluginSection(candidate.Manifest.Id), string.Join(' ', builds));
    }
}
