using System.Composition;

namespace PluginFramework.Loader.Manifests;

/// <summary>What an attribute means to MEF, told from metadata.</summary>
/// <param name="IsExport">It is or derives from <see cref="ExportAttribute"/>.</param>
/// <param name="IsMetadata">It is marked with <see cref="MetadataAttributeAttribute"/>.</param>
/// <param name="HostType">The host's own type of it; <see langword="null"/> for one that a plugin defines.</param>
internal sealed record AttributeMeaning(bool IsExport, bool IsMetadata, Type? HostType)
{
    public static AttributeMeaning None { get; } = new(false, false, null);
}
