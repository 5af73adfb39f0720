namespace PluginFramework.Prompt;

/// <summary>A proposal of what could stand at a position.</summary>
/// <param name="Text">What to insert in place of the word at the position.</param>
/// <param name="Kind"><c>method</c>, <c>property</c>, <c>field</c>, <c>event</c>, <c>type</c>, <c>namespace</c>, <c>local</c> or <c>keyword</c>.</param>
/// <param name="Description">Its signature.</param>
public sealed record PromptCompletion(string Text, string Kind, string Description);
