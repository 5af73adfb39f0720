using System.Collections.Immutable;

namespace PluginFramework.Loader.Manifests;

/// <summary>A MEF part: a concrete class with exports.</summary>
/// <param name="TypeName">The full name of the class in the plugin's main assembly.</param>
/// <param name="Exports">What it exports, at least one.</param>
/// <param name="Imports">What it imports.</param>
public sealed record ManifestPart(string TypeName, ImmutableArray<ManifestExport> Exports, ImmutableArray<ManifestImport> Imports);
