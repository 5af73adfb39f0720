namespace PluginFramework.Shell.Editing;

/// <summary>What could stand at the cursor.</summary>
/// <param name="Text">What to put in.</param>
/// <param name="Description">Its signature, or what it does, on one line.</param>
internal sealed record Proposal(string Text, string Description = "")
{
    /// <summary>What its documentation says.</summary>
    public string Documentation { get; init; } = "";

    /// <summary>How many things of that name there are.</summary>
    public int Overloads { get; init; } = 1;

    /// <summary>What follows it once it is taken: a space where the word is then complete.</summary>
    public string Suffix { get; init; } = "";
}
