using System.Collections.Immutable;

namespace PluginFramework.Plugins;

/// <summary>A change of a live set. A replaced provider is one change with entries on both sides.</summary>
/// <typeparam name="T">The contract.</typeparam>
/// <param name="Added">What has come.</param>
/// <param name="Removed">What has gone.</param>
public sealed record LiveExportsChange<T>(ImmutableArray<LiveExport<T>> Added, ImmutableArray<LiveExport<T>> Removed) where T : class;
