using NuGet.Versioning;

namespace PluginFramework.Loader.Feeds.Planning;

/// <summary>A plugin package that the operator wants, and in which version.</summary>
/// <param name="Package">The package's id.</param>
/// <param name="Version">The version chosen for it.</param>
/// <param name="Requested">The range it was chosen from.</param>
/// <param name="IsPinned">Whether updates leave it.</param>
internal sealed record WantedPlugin(string Package, NuGetVersion Version, string Requested, bool IsPinned);
