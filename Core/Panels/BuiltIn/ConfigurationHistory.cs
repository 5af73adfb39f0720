using System.Collections.Immutable;
using PluginFramework.Core.Generations;
using PluginFramework.Panels;

namespace PluginFramework.Core.Panels.BuiltIn;

/// <summary>Earlier configurations.</summary>
internal static class ConfigurationHistory
{
    /// <summary>The generations that configured something else than the one before.</summary>
    /// <param name="generations">Those kept, latest first.</param>
    public static View Show(ImmutableArray<Generation> generations)
    {
        var changed = generations.Where((generation, index) => index + 1 == generations.Length || !Same(generation, generations[index + 1]));
        return new View.Table(
            [new("number", "Generation"), new("at", "When"), new("actor", "Who"), new("summary", "What"), new("state", "State")],
            [
                .. changed.Select(generation => new ViewRow(
                [
                    PanelValue.Of(generation.Number), PanelValue.Of(generation.Number == 0 ? (DateTimeOffset?)null : generation.At), PanelValue.Of(generation.Actor),
                    PanelValue.Of(generation.Summary), PanelValue.Of(generation.State.ToString()),
                ])
                {
                    Tone = generation.State == GenerationState.RolledBack ? ViewTone.Warning : ViewTone.Neutral,
                }),
            ])
        {
            EmptyText = "Nothing was changed yet.",
        };
    }

    /// <exception cref="PanelException">It is not kept.</exception>
    public static Generation Get(ImmutableArray<Generation> generations, int number) => generations.FirstOrDefault(generation => generation.Number == number)
        ?? throw new PanelException(PanelError.NotFound, $"Generation {number} is not kept; `config history` lists those that are.");

    /// <summary>What to go back to.</summary>
    /// <param name="generations">Those kept, latest first.</param>
    /// <param name="number">Which; <see langword="null"/>: the latest whose configuration differs from the file's.</param>
    /// <param name="file">What the file holds.</param>
    /// <exception cref="PanelException">It is not kept, or there is none.</exception>
    public static (byte[] Text, string Summary) Find(ImmutableArray<Generation> generations, int? number, byte[] file)
    {
        var found = number is { } wanted ? Get(generations, wanted)
            : generations.FirstOrDefault(generation => generation.State != GenerationState.RolledBack && !generation.Configuration.Span.SequenceEqual(file))
                ?? throw new PanelException(PanelError.NotFound, "No generation kept configured anything else.");
        return (found.Configuration.ToArray(), $"The configuration of generation {found.Number}");
    }

    private static bool Same(Generation left, Generation right) => left.Configuration.Span.SequenceEqual(right.Configuration.Span);
}
