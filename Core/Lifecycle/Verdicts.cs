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
    private readonly Dictionary<string, Entry> _failures = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Entry> _kept = new(StringComparer.Ordinal);

    /// <param name="Tried">The content that was tried; not always what was found, for a plugin that runs on as it was.</param>
    /// <param name="Found">What was found at the time, if it could be read.</param>
    /// <param name="Reason">Why it came to nothing.</param>
    /// <param name="CulpritId">The plugin that failed: itself, or one that goes with it.</param>
    /// <param name="Culprit">What of that was found at the time.</param>
    private sealed record Entry(string Tried, Fingerprint? Found, string Reason, string CulpritId, Fingerprint? Culprit);

    /// <summary>It does not run.</summary>
    public void Fail(string id, string contentHash, string reason, string culpritId, Picture picture) =>
        _failures[id] = new(contentHash, picture.FingerprintOf(id), reason, culpritId, picture.FingerprintOf(culpritId));

    /// <summary>The change is given up; what ran before goes on.</summary>
    public void Keep(string id, string contentHash, string reason, string culpritId, Picture picture) =>
        _kept[id] = new(contentHash, picture.FingerprintOf(id), reason, culpritId, picture.FingerprintOf(culpritId));

    /// <param name="plugin">The plugin that ended the process.</param>
    /// <param name="generation">The generation that was on trial; <see langword="null"/>: none was.</param>
    public void Quarantine(PluginVersionKey plugin, int? generation) => quarantine.Add(plugin, generation);

    /// <summary>Why the change that was found was given up; <see langword="null"/> where it was not.</summary>
    public string? KeptReason(string id) => _kept.GetValueOrDefault(id)?.Reason;

    /// <summary>Forgets what was held against a plugin short of quarantine, so that it is tried again.</summary>
    public void Forgive(string id)
    {
        _failures.Remove(id);
        _kept.Remove(id);
    }

    /// <summary>Forgets what no longer holds: the plugin, or the one that failed it, is another now.</summary>
    public void Revise(Picture picture) =>
        Forget((id, entry) => picture.FingerprintOf(id) != entry.Found || picture.FingerprintOf(entry.CulpritId) != entry.Culprit);

    /// <summary>Providers came, went or were replaced: those who failed with the former ones deserve another try.</summary>
    public void ForgiveImporters(IReadOnlySet<ContractKey> contracts, Picture picture)
    {
        Forget((id, entry) => Imports(id) || Imports(entry.CulpritId));

        bool Imports(string id) => picture.ManifestOf(id)?.Imports.Any(import => contracts.Contains(import.Contract)) ?? false;
    }

    /// <summary>Lets a quarantined plugin be tried again.</summary>
    public void Release(string id) => quarantine.Remove(id);

    /// <summary>
    /// Lets start again what was being started when the process ended in the trial of certain generations. These were rolled back, and whether the
    /// plugin ended the process or somebody else did cannot be told.
    /// </summary>
    public void ReleaseTrials(Func<int, bool> isMeant) => quarantine.RemoveTrials(isMeant);

    /// <summary>What the graph is to know.</summary>
    public ImmutableDictionary<PluginVersionKey, Verdict> ForGraph(IEnumerable<string> disabled)
    {
        var all = ImmutableDictionary.CreateBuilder<PluginVersionKey, Verdict>();
        foreach (var (id, entry) in _failures) all[new(id, entry.Tried)] = new(PluginState.Failed, entry.Reason);
        foreach (var key in quarantine.Entries)
        {
            all[key] = new(PluginState.Quarantined,
                $"The daemon ended while this plugin was starting. Replace it, or run `plugin enable {key.Id}` to try it again.");
        }

        foreach (var id in disabled) all[new(id)] = new(PluginState.Disabled, $"It is switched off; `plugin enable {id}` switches it on.");
        return all.ToImmutable();
    }

    private void Forget(Func<string, Entry, bool> isOver)
    {
        foreach (var entries in (Dictionary<string, Entry>[])[_failures, _kept])
        {
            foreach (var (id, entry) in entries.ToList())
            {
                if (isOver(id, entry)) entries.Remove(id);
            }
        }
    }
}
