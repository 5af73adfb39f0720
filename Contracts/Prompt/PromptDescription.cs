using System.Collections.Immutable;

namespace PluginFramework.Prompt;

/// <summary>What the documentation says of a symbol, as plain text. Each text has 4000 characters at most and is empty where there is none.</summary>
/// <param name="Name">Its name with what it belongs to: <c>Enumerable.Select</c>.</param>
/// <param name="Kind">As of a <see cref="PromptCompletion"/>.</param>
/// <param name="Signatures">Its signature, or those of its overloads, 20 at most.</param>
public sealed record PromptDescription(string Name, string Kind, ImmutableArray<string> Signatures)
{
    /// <summary>How many signatures there are.</summary>
    public int Overloads { get; init; } = 1;

    /// <summary>What it is.</summary>
    public string Summary { get; init; } = "";

    /// <summary>What else is worth knowing.</summary>
    public string Remarks { get; init; } = "";

    /// <summary>What it returns.</summary>
    public string Returns { get; init; } = "";

    /// <summary>Its parameters, type parameters included.</summary>
    public ImmutableArray<PromptNote> Parameters { get; init; } = [];

    /// <summary>The exceptions it throws.</summary>
    public ImmutableArray<PromptNote> Exceptions { get; init; } = [];
}
