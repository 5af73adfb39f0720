namespace PluginFramework.Core.Control;

/// <summary>Which users to list; a page ends after 1000.</summary>
internal sealed record UserListArguments(string? After, string? Role, string? Search);
