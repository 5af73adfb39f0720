using System.Collections.Immutable;
using PluginFramework.Core.Graph;
using PluginFramework.Plugins;

namespace PluginFramework.Core.Lifecycle;

/// <summary>Why plugins are kept from running, and which keep their running version though another was found. Used from the lifecycle thread.</summary>
internal sealed class Verdicts(QuarantineFile quarantine)
{
    private readonly Dictionary<PluginVersionKey, Verdict> _failures = [];
    private readonly Dictionary<string, Pin> _pins = new(StringComparer.Ordinal);

    /// <summary>A change given up: while the plugin's files and options are these, it stays as it runs.</summary>
    private sealed record Pin(string ContentHash, string OptionsHash, string Reason);

    public void Fail(string id, string contentHash, Verdict verdict) => _failures[new(id, contentHash)] = verdict;

    public void Keep(string id, string contentHash, string optionsHash, string reason) => _pins[id] = new(contentHash, optionsHash, reason);

    public void Quarantine(string id, string contentHash) => quarantine.Add(new(id, contentHash));

    public string? KeptReason(string id) => _pins.GetValueOrDefault(id)?.Reason;

    /// <summary>Whether the change to these files and options was given up before.</summary>
    public bool IsKept(string id, string contentHash, string optionsHash) =>
        _pins.TryGetValue(id, out var pin) && pin.ContentHash == contentHash && pin.OptionsHash == optionsHash;

    /// <summary>Forgets what was held against a plugin short of quarantine, so that it is tried again.</summary>
    public void Forgive(string id)
    {
        _pins.Remove(id);
        foreach (var key in _failures.Keys.Where(key => key.Id == id).ToList()) _failures.Remove(key);
    }

    /// <summary>Forgets which changes were given up: with other plugins about, they may go together now.</summary>
    public void ForgetKept() => _pins.Clear();

    /// <summary>Lets a quarantined plugin be tried again.</summary>
    public void Release(string id) => quarantine.Remove(id);

    /// <summary>All failed plugins.</summary>
    public IEnumerable<string> Failed => _failures.Keys.Select(key => key.Id).ToList();

    /// <summary>What the graph is to know.</summary>
    public ImmutableDictionary<PluginVersionKey, Verdict> ForGraph(IEnumerable<string> disabled)
    {
        var all = ImmutableDictionary.CreateBuilder<PluginVersionKey, Verdict>();
        all.AddRange(_failures);
        foreach (var key in quarantine.Entries)
        {
            all[key] = new(PluginState.Quarantined,
                $"The daemon ended while this plugin was starting. Replace it, or run `plugin enable {key.Id}` to try it again.");
        }

        foreach (var id in disabled) all[new(id)] = new(PluginState.Disabled, $"It is switched off; `plugin enable {id}` switches it on.");
        return all.ToImmutable();
    }
}
