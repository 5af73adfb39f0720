using System.Collections.Immutable;

namespace PluginFramework.Plugins;

/// <summary>An import of a plugin and what it resolved to.</summary>
/// <param name="Contract">The contract.</param>
/// <param name="Cardinality"><c>one</c>, <c>optional</c>, <c>many</c> or <c>live</c>.</param>
/// <param name="Providers">The ids of the plugins that provide it, chosen ones only; <c>host</c> for the host itself.</param>
public sealed record PluginImportStatus(string Contract, string Cardinality, ImmutableArray<string> Providers);
