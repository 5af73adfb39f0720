using System.Collections.Immutable;

namespace PluginFramework.Shell.Editing;

/// <summary>The list of proposals under the line. Nothing is chosen at first.</summary>
internal sealed class Popup(Proposals proposals)
{
    /// <summary>How many are shown at once.</summary>
    public const int Height = 8;

    public Proposals Proposals { get; } = proposals;

    public ImmutableArray<Proposal> Items => Proposals.Items;

    /// <summary>There is nothing to choose from, only something to know.</summary>
    public bool IsNote => Items.IsEmpty;

    /// <summary>The proposal chosen; -1: none.</summary>
    public int Selected { get; private set; } = -1;

    public Proposal? Chosen => Selected < 0 ? null : Items[Selected];

    /// <summary>Chooses the next or the one before, from the last to the first and back.</summary>
    public void Move(int by) => Selected = Selected < 0 ? (by > 0 ? 0 : Items.Length - 1) : (Selected + by + Items.Length) % Items.Length;

    /// <summary>Chooses what stands a page further, or at the end.</summary>
    public void MovePage(int direction) => Selected = Math.Clamp(Selected + (direction * Height), 0, Items.Length - 1);
}
