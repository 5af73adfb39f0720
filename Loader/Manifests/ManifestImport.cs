namespace PluginFramework.Loader.Manifests;

/// <summary>An import of a part. <c>Lazy</c>, <c>IEnumerable</c>, arrays and <c>ILiveExports</c> are taken off: the contract is what is exported.</summary>
/// <param name="Contract">The contract.</param>
/// <param name="Cardinality">How many.</param>
/// <param name="Site">Where it stands, for messages: <c>Ns.IrcServer(chat)</c>, <c>Ns.IrcServer.Clock</c>.</param>
public sealed record ManifestImport(ContractKey Contract, ImportCardinality Cardinality, string Site);
