namespace PluginFramework.Loader.Feeds;

/// <summary>A plugin package that a search found.</summary>
/// <param name="Feed">The feed that has it.</param>
/// <param name="Package">The package's id.</param>
/// <param name="Version">Its latest version there.</param>
/// <param name="Title">Its title, or its id.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Authors">Who made it.</param>
public sealed record FoundPlugin(string Feed, string Package, string Version, string Title, string Description, string Authors);
