using System.Collections.Immutable;

namespace PluginFramework.Core.Generations;

/// <summary>What is to be said of plugins for which a generation was rolled back, until a later one touches them.</summary>
internal static class RollbackNotes
{
    public static ImmutableDictionary<string, string> Of(IEnumerable<Generation> generations)
    {
        var notes = ImmutableDictionary<string, string>.Empty;
        var kept = new Dictionary<int, Generation>();
        foreach (var generation in generations.OrderBy(generation => generation.Number))
        {
            kept[generation.Number] = generation;
            if (generation.Previous is not { } number || !kept.TryGetValue(number, out var previous)) continue;
            notes = notes.RemoveRange(GenerationDifference.Touched(previous, generation));
            if (generation.State != GenerationState.RolledBack) continue;
            var replaced = GenerationDifference.Installed(previous, generation);
            foreach (var id in replaced.Union(generation.Unwell))
            {
                var added = replaced.Contains(id) ? generation.Lock.Plugins.GetValueOrDefault(id) : null;
                var what = added is null ? $"A change was tried in generation {generation.Number} and rolled back"
                    : previous.Lock.Plugins.ContainsKey(id) ? $"Version {added.Version} was tried in generation {generation.Number} and rolled back"
                    : $"Version {added.Version} was added in generation {generation.Number}, which was rolled back";
                notes = notes.SetItem(id, $"{what}: {generation.Reason}");
            }
        }

        return notes;
    }
}
