namespace PluginFramework.Prompt;

/// <summary>A piece of an entry and what it is.</summary>
/// <param name="Start">Where it begins, in UTF-16 units from 0.</param>
/// <param name="Length">How long it is.</param>
/// <param name="Kind">
/// <c>keyword</c>, <c>type</c>, <c>method</c>, <c>name</c>, <c>string</c>, <c>number</c>, <c>comment</c>, <c>punctuation</c> or <c>directive</c>.
/// </param>
public readonly record struct PromptSpan(int Start, int Length, string Kind)
{
    /// <summary>The compiler objects to its syntax, and no further line could put that right.</summary>
    public bool IsError { get; init; }
}
