using System.Collections.Immutable;
using PluginFramework.Core.Graph;

namespace PluginFramework.Core.Planning;

/// <summary>What happens to a plugin, and why.</summary>
/// <param name="Kind">What happens.</param>
/// <param name="Id">The plugin.</param>
/// <param name="Reason">A sentence.</param>
/// <param name="Node">What is built; <see langword="null"/> for a stop.</param>
/// <param name="IsRoot">It happens for the plugin's own sake (its content, its options, an operator's word), not for a provider's.</param>
public sealed record PlanStep(PlanStepKind Kind, string Id, string Reason, PluginNode? Node, bool IsRoot = false)
{
    /// <summary>The shared contract assemblies, by name and major version, of which it takes another build than plugins that run.</summary>
    public ImmutableHashSet<string> Contracts { get; init; } = [];

    /// <summary>It is the one that brings such a build.</summary>
    public bool BringsContract { get; init; }
}
