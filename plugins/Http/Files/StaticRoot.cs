using System.Collections.Immutable;

namespace PluginFramework.Http.Files;

/// <summary>A folder of static files.</summary>
/// <param name="Path">The folder, absolute.</param>
/// <param name="IndexFiles">The files that stand for a folder.</param>
/// <param name="Listing">Folders without one are listed.</param>
internal sealed record StaticRoot(string Path, ImmutableArray<string> IndexFiles, bool Listing);
