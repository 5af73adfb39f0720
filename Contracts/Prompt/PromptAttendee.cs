namespace PluginFramework.Prompt;

/// <summary>Somebody at a console.</summary>
/// <param name="User">The user's name.</param>
/// <param name="Surface">By what they came: <c>http</c>, <c>irc</c>.</param>
public sealed record PromptAttendee(string User, string Surface);
