using System.Collections.Immutable;

namespace PluginFramework.Prompt;

/// <summary>A value as a tree that holds nothing of the program it was taken from, for each surface to render in its own way.</summary>
/// <param name="Type">The value's type as C# writes it.</param>
public abstract record PromptValue(string Type)
{
    /// <summary>A value without parts.</summary>
    /// <param name="Type">The type.</param>
    /// <param name="Text">It as C# would write it: <c>"a"</c>, <c>42</c>, <c>null</c>.</param>
    public sealed record Scalar(string Type, string Text) : PromptValue(Type);

    /// <summary>A sequence.</summary>
    /// <param name="Type">The type.</param>
    /// <param name="Items">Its first items.</param>
    /// <param name="HasMore">There are more.</param>
    public sealed record Sequence(string Type, ImmutableArray<PromptValue> Items, bool HasMore) : PromptValue(Type);

    /// <summary>An object.</summary>
    /// <param name="Type">The type.</param>
    /// <param name="Text">What its <c>ToString</c> says where the type has one of its own; otherwise empty.</param>
    /// <param name="Members">Its public properties and fields, 64 at most.</param>
    public sealed record Node(string Type, string Text, ImmutableArray<PromptMember> Members) : PromptValue(Type);

    /// <summary>Where the depth or the time for looking ended.</summary>
    /// <param name="Type">The type.</param>
    /// <param name="Text">What can be said without looking further.</param>
    public sealed record Elided(string Type, string Text) : PromptValue(Type);
}
