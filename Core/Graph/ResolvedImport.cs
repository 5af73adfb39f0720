using System.Collections.Immutable;
using PluginFramework.Loader.Manifests;

namespace PluginFramework.Core.Graph;

/// <summary>A contract a plugin imports, and who provides it.</summary>
/// <param name="Contract">The contract.</param>
/// <param name="Cardinality">How many it takes; the strictest of the plugin's imports of that contract.</param>
/// <param name="Providers">
/// The chosen plugins' ids: one for <see cref="ImportCardinality.One"/>, at most one for <see cref="ImportCardinality.Optional"/>, all
/// others for <see cref="ImportCardinality.Many"/> and <see cref="ImportCardinality.Live"/>, best rank first.
/// </param>
/// <param name="IsFromHost">The host provides it.</param>
public sealed record ResolvedImport(ContractKey Contract, ImportCardinality Cardinality, ImmutableArray<string> Providers, bool IsFromHost = false)
{
    /// <summary>The plugin exports it itself.</summary>
    public bool IsOwn { get; init; }

    /// <summary>It takes one provider, or none.</summary>
    public bool IsSingle => Cardinality <= ImportCardinality.Optional;

    /// <summary>The consumer is built with these instances and must be rebuilt with them.</summary>
    public bool IsStatic => Cardinality != ImportCardinality.Live;
}
