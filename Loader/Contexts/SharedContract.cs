namespace PluginFramework.Loader.Contexts;

/// <summary>The file that stands for one major version of a shared contract assembly.</summary>
/// <param name="AssemblyName">Its simple name.</param>
/// <param name="Version">Its assembly version.</param>
/// <param name="Mvid">The identity of the build: two builds may have the same version.</param>
/// <param name="Path">Its file in the content store.</param>
public sealed record SharedContract(string AssemblyName, Version Version, Guid Mvid, string Path)
{
    /// <summary>It can be told apart from every other build of the assembly.</summary>
    public bool IsSameBuild(SharedContract other) => other is not null && Version == other.Version && Mvid == other.Mvid;
}
