using PluginFramework.Loader.Metadata;

namespace PluginFramework.Loader.Discovery;

/// <summary>A file that a <c>.deps.json</c> lists.</summary>
/// <param name="Path">As it is listed, and as build output keeps it where it differs by platform.</param>
/// <param name="FileName">Where published output has it.</param>
/// <param name="IsManaged">It is an assembly.</param>
internal sealed record DependencyAsset(string Path, string FileName, bool IsManaged)
{
    public bool IsHosts => IsManaged && HostAssemblies.Provides(System.IO.Path.GetFileNameWithoutExtension(FileName));
}
