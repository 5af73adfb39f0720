using System.Collections.Immutable;
using PluginFramework.Core.Graph;
using PluginFramework.Loader.Manifests;
using PluginFramework.Plugins;

namespace PluginFramework.Core.Lifecycle;

/// <summary>
/// What was tried and given up: why plugins are kept from running, and which keep their running version though another was found. It is
/// held against them until something changes that their start depends on. Used from the lifecycle thread.
/// </summary>
internal sealed class Verdicts(QuarantineFile quarantine)
{
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <param name="Own">What the plugin was when it was tried.</param>
    /// <param name="Reason">Why it came to nothing.</param>
    /// <param name="IsKept">An older instance runs on.</param>
    /// <param name="CulpritId">The plugin that failed: itself, or one that goes with it.</param>
    /// <param name="Culprit">What that was.</param>
    private sealed record Entry(Fingerprint Own, string Reason, bool IsKept, string CulpritId, Fingerprint? Culprit);

    /// <summary>It does not run.</summary>
    public void Fail(string id, string reason, string culpritId, Picture picture) => Add(id, reason, isKept: false, culpritId, picture);

    /// <summary>The change is given up; what ran before goes on.</summary>
    public void Keep(string id, string reason, string culpritId, Picture picture) => Add(id, reason, isKept: true, culpritId, picture);

    public void Quarantine(PluginVersionKey plugin) => quarantine.Add(plugin);

    public string? KeptReason(string id) => _entries.GetValueOrDefault(id) is { IsKept: true } entry ? entry.Reason : null;

    /// <summary>Whether the change to what was found was given up before.</summary>
    public bool IsKept(string id, Fingerprint found) => _entries.GetValueOrDefault(id) is { IsKept: true } entry && entry.Own == found;

    /// <summary>Forgets what was held against a plugin short of quarantine, so that it is tried again.</summary>
    public void Forgive(string id) => _entries.Remove(id);

    /// <summary>Forgets what no longer holds: the plugin, or the one that failed it, is another now.</summary>
    public void Revise(Picture picture)
    {
        foreach (var (id, entry) in _entries.ToList())
        {
            if (picture.FingerprintOf(id) != entry.Own || picture.FingerprintOf(entry.CulpritId) != entry.Culprit) _entries.Remove(id);
        }
    }

    /// <summary>Providers came, went or were replaced: those who failed with the former ones deserve another try.</summary>
    public void ForgiveImporters(IReadOnlySet<ContractKey> contracts, Picture picture)
    {
        foreach (var (id, entry) in _entries.ToList())
        {
            if (Imports(id) || Imports(entry.CulpritId)) _entries.Remove(id);
        }

        bool Imports(string id) => picture.ManifestOf(id)?.Imports.Any(import => contracts.Contains(import.Contract)) ?? false;
    }

    /// <summary>Lets a quarantined plugin be tried again.</summary>
    public void Release(string id) => quarantine.Remove(id);

    /// <summary>What the graph is to know.</summary>
    public ImmutableDictionary<PluginVersionKey, Verdict> ForGraph(IEnumerable<string> disabled)
    {
        var all = ImmutableDictionary.CreateBuilder<PluginVersionKey, Verdict>();
        foreach (var (id, entry) in _entries.Where(entry => !entry.Value.IsKept))
            all[new(id, entry.Own.ContentHash)] = new(PluginState.Failed, entry.Reason);
        foreach (var key in quarantine.Entries)
        {
            all[key] = new(PluginState.Quarantined,
                $"The daemon ended while this plugin was starting. Replace it, or run `plugin enable {key.Id}` to try it again.");
        }

        foreach (var id in disabled) all[new(id)] = new(PluginState.Disabled, $"It is switched off; `plugin enable {id}` switches it on.");
        return all.ToImmutable();
    }

    private void Add(string id, string reason, bool isKept, string culpritId, Picture picture)
    {
        // A plugin that is gone meanwhile has nothing held against it.
        if (picture.FingerprintOf(id) is { } own) _entries[id] = new(own, reason, isKept, culpritId, picture.FingerprintOf(culpritId));
    }
}
