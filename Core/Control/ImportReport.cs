namespace PluginFramework.Core.Control;

/// <summary>An import of a plugin and the plugins it resolved to.</summary>
internal sealed record ImportReport(string Contract, string Cardinality, string[] Providers);
