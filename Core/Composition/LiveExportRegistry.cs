using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using PluginFramework.Loader.Manifests;

namespace PluginFramework.Core.Composition;

/// <summary>All exports of the plugins that run, and the live sets fed from them.</summary>
internal sealed class LiveExportRegistry(TimeProvider timeProvider, ILogger<LiveExportRegistry> logger)
{
    /// <summary>Guards <see cref="_sets"/> and the pairing of a set's creation with its first update.</summary>
    private readonly Lock _lock = new();
    private readonly List<LiveExportSet> _sets = [];

    /// <summary>Best rank first, equal ranks by plugin id.</summary>
    private ILookup<ContractKey, BridgedExport> _current = Array.Empty<BridgedExport>().ToLookup(export => export.Contract);

    /// <summary>The running exports of a contract, best first.</summary>
    public IEnumerable<BridgedExport> this[ContractKey contract] => Volatile.Read(ref _current)[contract];

    /// <summary>Makes a live set that holds what there is now. <see cref="Remove"/> it when its plugin stops.</summary>
    public LiveExportSet CreateSet(Type contractType, string? contractName)
    {
        var contract = ContractKey.Of(contractType, contractName);
        var set = (LiveExportSet)Activator.CreateInstance(typeof(LiveExports<>).MakeGenericType(contractType), contract, timeProvider, logger)!;
        lock (_lock)
        {
            set.Fill([.. _current[contract]]);
            _sets.Add(set);
        }

        return set;
    }

    /// <summary>Takes sets out and empties them.</summary>
    public void Remove(IReadOnlyCollection<LiveExportSet> sets)
    {
        lock (_lock)
        {
            foreach (var set in sets) _sets.Remove(set);
        }

        foreach (var set in sets) set.Close();
    }

    /// <summary>Replaces all exports at once and tells the live sets; returns when their subscribers have been told or given up.</summary>
    public async Task PublishAsync(IEnumerable<BridgedExport> exports)
    {
        var next = exports.OrderByDescending(export => export.Rank).ThenBy(export => export.PluginId, StringComparer.Ordinal)
            .ToLookup(export => export.Contract);
        ImmutableArray<LiveExportSet> sets;
        lock (_lock)
        {
            Volatile.Write(ref _current, next);
            sets = [.. _sets];
        }

        // One after the other: a plugin with several sets hears of one change at a time.
        foreach (var set in sets) await set.UpdateAsync([.. next[set.Contract]]).ConfigureAwait(false);
    }
}
