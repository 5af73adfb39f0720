using NuGet.Common;
using NuGet.Configuration;
using NuGet.DependencyResolver;
using NuGet.LibraryModel;
using NuGet.Packaging.Core;
using NuGet.Protocol.Core.Types;
using NuGet.Versioning;
using PluginFramework.Loader.Metadata;

namespace PluginFramework.Loader.Feeds.Resolution;

/// <summary>
/// Resolves a graph with NuGet's own walker, so that the outcome is that of a restore: the lowest version in range, the nearest request
/// wins, and what does not go together is an error.
/// </summary>
internal static class GraphWalk
{
    /// <returns>The chosen nodes but the root, one an id.</returns>
    /// <exception cref="ResolutionException">There is no such set.</exception>
    public static async Task<IReadOnlyCollection<ChosenPackage>> RunAsync(GraphProvider provider, string root, NuGetVersion version)
    {
        using var cache = new SourceCacheContext();
        var context = new RemoteWalkContext(cache, PackageSourceMapping.GetPackageSourceMapping(NullSettings.Instance), NullLogger.Instance);
        context.RemoteLibraryProviders.Add(provider);
        var range = new LibraryRange(root, HostPackages.Exactly(version), LibraryDependencyTarget.Package);
        var graph = await new RemoteDependencyWalker(context).WalkAsync(range, Platform.Framework, runtimeIdentifier: null, runtimeGraph: null, recursive: true).ConfigureAwait(false);

        var analysis = graph.Analyze();
        await ThrowIfMissingAsync(provider, graph).ConfigureAwait(false);
        if (GraphProblems.Find(analysis) is { } problem) throw new ResolutionException(problem);
        var chosen = new Dictionary<string, ChosenPackage>(StringComparer.OrdinalIgnoreCase);
        graph.ForEach(node =>
        {
            if (node == graph || node.Disposition is not Disposition.Accepted || node.Item is not { Key: { Name: { } name, Version: { } chosenVersion } } item) return;
            chosen.TryAdd(name, new ChosenPackage(new PackageIdentity(name, chosenVersion), node.Key.VersionRange ?? VersionRange.All,
                [.. (item.Data?.Dependencies ?? []).Select(dependency => dependency.Name)]));
        });
        return chosen.Values;
    }

    private static async Task ThrowIfMissingAsync(GraphProvider provider, GraphNode<RemoteResolveResult> graph)
    {
        GraphNode<RemoteResolveResult>? missing = null;
        graph.ForEach(node =>
        {
            if (node.Item?.Key.Type == LibraryType.Unresolved && node.Disposition is Disposition.Accepted) missing ??= node;
        });
        if (missing is null) return;
        var versions = (await provider.Stocked.VersionsAsync(missing.Key.Name).ConfigureAwait(false)).Keys.ToArray();
        throw new ResolutionException($"No feed has what {GraphProblems.Chain(missing)} asks for: "
            + (versions.Length == 0 ? $"there is no package {missing.Key.Name}." : $"of {missing.Key.Name} there {(versions.Length == 1 ? "is" : "are")} {Shorten(versions)}.")
            + " Add a feed that has it, or choose another version of what needs it.");
    }

    private static string Shorten(NuGetVersion[] versions)
    {
        const int most = 5;
        return (versions.Length > most ? "…, " : "") + string.Join(", ", versions.TakeLast(most).Select(version => version.ToNormalizedString()));
    }
}
