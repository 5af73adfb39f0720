namespace PluginFramework.Prompt;

/// <summary>A proposal of what could stand at a position.</summary>
/// <param name="Text">What to insert in place of the word at the position.</param>
/// <param name="Kind"><c>method</c>, <c>property</c>, <c>field</c>, <c>event</c>, <c>type</c>, <c>namespace</c>, <c>local</c> or <c>keyword</c>.</param>
/// <param name="Description">Its signature; of a method with overloads the first one's.</param>
public sealed record PromptCompletion(string Text, string Kind, string Description)
{
    /// <summary>What its documentation says it is, as plain text, 500 characters at most; empty where none is found.</summary>
    public string Documentation { get; init; } = "";

    /// <summary>How many things of that name there are: a method's overloads, or a type's of other arity. From 1.</summary>
    public int Overloads { get; init; } = 1;
}
