using System.Collections.Immutable;

namespace PluginFramework.Loader.Contexts;

/// <summary>How an unload ended.</summary>
/// <param name="IsFreed">The load context is dead.</param>
/// <param name="Holders">What still holds it, as far as could be found, most telling first; empty when freed.</param>
public sealed record UnloadResult(bool IsFreed, ImmutableArray<string> Holders);
