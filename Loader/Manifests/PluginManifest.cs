using System.Collections.Immutable;

namespace PluginFramework.Loader.Manifests;

/// <summary>All that metadata says of a plugin. Immutable; none of the plugin's code has run.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Version">Its semantic version: the informational version without build metadata, or the assembly's version.</param>
/// <param name="AssemblyFile">The file name of its main assembly within its folder.</param>
public sealed record PluginManifest(string Id, string Version, string AssemblyFile)
{
    /// <summary>A title for people.</summary>
    public string Title { get; init; } = Id;

    /// <summary>What it is for.</summary>
    public string? Description { get; init; }

    /// <summary>The Contracts version it was built with, major and minor; <see langword="null"/> where it carries no stamp.</summary>
    public Version? ContractsVersion { get; init; }

    /// <summary>The full name of its options type; <see langword="null"/>: nothing to configure.</summary>
    public string? OptionsTypeName { get; init; }

    /// <summary>Its parts.</summary>
    public ImmutableArray<ManifestPart> Parts { get; init; } = [];

    /// <summary>The shared contract assemblies in its folder.</summary>
    public ImmutableArray<SharedContractFile> SharedContracts { get; init; } = [];

    /// <summary>The patterns of libraries to keep resident.</summary>
    public ImmutableArray<string> ResidentLibraries { get; init; } = [];

    /// <summary>It is known to bring along no other assembly, and none that differs by platform.</summary>
    internal bool IsAlone { get; init; }

    /// <summary>Why it cannot run in this host, a sentence each; empty when it can.</summary>
    public ImmutableArray<string> Problems { get; init; } = [];

    /// <summary>The exports others can see.</summary>
    public IEnumerable<ManifestExport> SharedExports => Parts.SelectMany(part => part.Exports).Where(export => export.IsShared);

    /// <summary>All imports.</summary>
    public IEnumerable<ManifestImport> Imports => Parts.SelectMany(part => part.Imports);
}
