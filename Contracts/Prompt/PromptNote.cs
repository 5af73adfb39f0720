namespace PluginFramework.Prompt;

/// <summary>What the documentation says of a part of a symbol.</summary>
/// <param name="Name">The parameter, or the exception's type.</param>
/// <param name="Text">What it says, as plain text.</param>
public sealed record PromptNote(string Name, string Text);
