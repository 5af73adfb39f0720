namespace PluginFramework.Shell.Editing;

/// <summary>The list of proposals under the line. Nothing is chosen at first.</summary>
internal sealed class Popup(Proposals proposals)
{
    public Proposals Proposals { get; } = proposals;

    /// <summary>The proposal chosen; -1: none.</summary>
    public int Selected { get; private set; } = -1;

    public Proposal? Chosen => Selected < 0 ? null : Proposals.Items[Selected];

    public void Move(int by)
    {
        var count = Proposals.Items.Length;
        Selected = Selected < 0 ? (by > 0 ? 0 : count - 1) : (Selected + by + count) % count;
    }
}
