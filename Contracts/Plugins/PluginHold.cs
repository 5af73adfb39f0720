using System.Collections.Immutable;

namespace PluginFramework.Plugins;

/// <summary>Something that keeps objects of plugins, and loses them when those go. Plain data.</summary>
/// <param name="Holder">Who keeps them, for people: <c>console 1 of ann</c>.</param>
/// <param name="Names">What is lost, as its owner calls it: variables, functions, types. Empty where it has no names: code that runs.</param>
public sealed record PluginHold(string Holder, ImmutableArray<string> Names)
{
    private const int MaxNames = 10;

    /// <summary>In words: <c>console 1 of ann holds x, y</c>.</summary>
    public override string ToString() => Names.IsDefaultOrEmpty ? $"{Holder} runs code that uses them"
        : $"{Holder} holds {string.Join(", ", Names.Take(MaxNames))}{(Names.Length > MaxNames ? $" and {Names.Length - MaxNames} more" : "")}";
}
