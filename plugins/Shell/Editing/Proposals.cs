using System.Collections.Immutable;

namespace PluginFramework.Shell.Editing;

/// <summary>What could stand in place of a part of the line.</summary>
/// <param name="Start">Where the part begins.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Items">The proposals, best first.</param>
internal sealed record Proposals(int Start, int End, ImmutableArray<Proposal> Items)
{
    public static Proposals None { get; } = new(0, 0, []);

    /// <summary>What is to be known where there is nothing to choose from, a line each: what a method takes.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>What all begin with.</summary>
    public string CommonPrefix
    {
        get
        {
            if (Items.IsEmpty) return "";
            var common = Items[0].Text.AsSpan();
            foreach (var item in Items) common = common[..common.CommonPrefixLength(item.Text)];
            return common.ToString();
        }
    }
}
