namespace PluginFramework.Core.Lifecycle;

/// <summary>What a plugin's start depends on besides its providers. With the same, it would end the same.</summary>
/// <param name="ContentHash">Its files.</param>
/// <param name="OptionsHash">Its configuration.</param>
/// <param name="Contracts">The builds that there are of the shared contract assemblies it brings along.</param>
internal sealed record Fingerprint(string ContentHash, string OptionsHash, string Contracts);
