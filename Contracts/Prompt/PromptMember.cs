namespace PluginFramework.Prompt;

/// <summary>A member of an object.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value; for a getter that threw, what it threw as an elided value.</param>
public sealed record PromptMember(string Name, PromptValue Value);
