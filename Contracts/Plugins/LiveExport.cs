namespace PluginFramework.Plugins;

/// <summary>One export of a live set.</summary>
/// <typeparam name="T">The contract.</typeparam>
/// <param name="PluginId">The plugin it comes from.</param>
/// <param name="Value">The exported instance.</param>
/// <param name="Metadata">Its export metadata: strings, numbers, booleans and arrays of them.</param>
public sealed record LiveExport<T>(string PluginId, T Value, IReadOnlyDictionary<string, object?> Metadata) where T : class;
