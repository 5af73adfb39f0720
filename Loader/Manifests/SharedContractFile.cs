namespace PluginFramework.Loader.Manifests;

/// <summary>A shared contract assembly that a plugin brings along.</summary>
/// <param name="AssemblyName">Its simple name.</param>
/// <param name="Version">Its assembly version.</param>
/// <param name="Mvid">The identity of the build.</param>
/// <param name="File">Its file name within the plugin's folder.</param>
public sealed record SharedContractFile(string AssemblyName, Version Version, Guid Mvid, string File);
