using System.Collections.Immutable;
using System.Globalization;

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
                var what = replaced.Contains(id) && generation.Lock.Plugins.GetValueOrDefault(id) is { } plugin ? $"Version {plugin.Version}" : "A change";
                notes = notes.SetItem(id, string.Create(CultureInfo.InvariantCulture, $"{what} was tried in generation {generation.Number} and rolled back: {generation.Reason}"));
            }
        }

        return notes;
    }
}
