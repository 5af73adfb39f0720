using NuGet.DependencyResolver;

namespace PluginFramework.Loader.Feeds.Resolution;

/// <summary>Puts what NuGet's analysis found into words.</summary>
internal static class GraphProblems
{
    /// <summary>The first problem, or <see langword="null"/>.</summary>
    public static string? Find(AnalyzeResult<RemoteResolveResult> analysis)
    {
        if (analysis.Cycles is [var cycle, ..])
            return $"The packages depend on each other in a circle: {Chain(cycle)}. Tell their publisher; no version in it can be installed.";
        if (analysis.VersionConflicts is [var conflict, ..])
        {
            return $"Two versions of {conflict.Selected.Key.Name} are asked for that do not go together: {Chain(conflict.Selected)}, "
                + $"but {Chain(conflict.Conflicting)}. Choose other versions of what asks for them.";
        }
        return analysis.Downgrades is [var downgrade, ..]
            ? $"{Chain(downgrade.DowngradedFrom)} needs a newer {downgrade.DowngradedFrom.Key.Name} than {Chain(downgrade.DowngradedTo)} chooses. "
                + "Update the latter, or choose an older version of the former."
            : null;
    }

    /// <summary>From the root to a node: "A 1.0.0 → B (>= 2.0.0)".</summary>
    public static string Chain(GraphNode<RemoteResolveResult> node)
    {
        var parts = new List<string> { $"{node.Key.Name} {node.Key.VersionRange?.PrettyPrint() ?? "(any)"}" };
        for (var outer = node.OuterNode; outer is not null; outer = outer.OuterNode)
        {
            if (outer.Key.Name != GraphProvider.Root) parts.Add($"{outer.Key.Name} {outer.Item?.Key.Version?.ToNormalizedString()}");
        }
        parts.Reverse();
        return string.Join(" → ", parts);
    }
}
