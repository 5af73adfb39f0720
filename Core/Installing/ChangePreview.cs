using System.Collections.Immutable;
using PluginFramework.Core.Graph;
using PluginFramework.Core.Planning;
using PluginFramework.Loader.Feeds.Planning;
using PluginFramework.Loader.Manifests;

namespace PluginFramework.Core.Installing;

/// <summary>What a change of the installed plugins would come to. Immutable; nothing has been changed or loaded for it.</summary>
/// <param name="Change">The plugins and packages that change.</param>
/// <param name="LaidOut">The plugins that are new or replaced, as they would stand.</param>
/// <param name="Effects">What would be started, rebuilt and stopped, and why.</param>
/// <param name="Unready">The plugins that would not run: among the new ones, and those that do run now.</param>
internal sealed record ChangePreview(PluginChangePlan Change, ImmutableArray<PluginNode> LaidOut, PluginPlan Effects, ImmutableArray<PluginNode> Unready)
{
    /// <summary>Where protocols listen in place of their own endpoints, as configured.</summary>
    public required ImmutableDictionary<string, ImmutableArray<string>> Endpoints { get; init; }

    /// <summary>The plugins that would wait for something to come, whether they run now or not: they need not run for the change to be well.</summary>
    public ImmutableArray<PluginNode> Waiting { get; init; } = [];

    /// <summary>Who of those that change, or run now, waits for what: sentences, each after a blank.</summary>
    /// <param name="verb">"would wait", or "waits".</param>
    public string DescribeWaits(string verb) => string.Concat(Waiting.Intersect(Unready).Select(node => MissingOf(node) is { Length: > 0 } missing
        ? $" {node.Id} {verb} for {missing}." : $" {node.Id} {verb}. {node.Verdict!.Reason}"));

    /// <summary>Why the change is refused, a sentence for each plugin that cannot run here; empty: it is not.</summary>
    public ImmutableArray<string> Refusals { get; init; } = [];

    /// <summary>What the packages say is new in the versions that come, by plugin.</summary>
    public ImmutableSortedDictionary<string, string> ReleaseNotes { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>What else to know, a sentence each.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    private static string MissingOf(PluginNode node) => string.Join(", ", node.Imports
        .Where(import => import is { Cardinality: ImportCardinality.One, IsOwn: false, IsFromHost: false, Providers.IsEmpty: true })
        .Select(import => import.Contract.TypeName.Split('.', '+')[^1]));
}
