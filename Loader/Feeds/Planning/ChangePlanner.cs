using System.Collections.Concurrent;
using System.Collections.Immutable;
using NuGet.Packaging.Core;
using NuGet.Versioning;
using PluginFramework.Loader.Feeds.Layout;
using PluginFramework.Loader.Feeds.Packages;
using PluginFramework.Loader.Feeds.Resolution;
using PluginFramework.Loader.Locking;

namespace PluginFramework.Loader.Feeds.Planning;

/// <summary>Works out what a request comes to. For one request.</summary>
/// <param name="installed">What is installed.</param>
/// <param name="stock">Where packages come from.</param>
/// <param name="wanted">What the operator wants.</param>
/// <param name="temporary">Where assemblies may lie for a moment.</param>
/// <param name="isLocked">Whether the closures on record are checked against the packages rather than taken.</param>
internal sealed class ChangePlanner(PluginLockFile installed, PackageStock stock, WantedPlugins wanted, string temporary, bool isLocked)
{
    private readonly ConcurrentDictionary<PackageIdentity, Lazy<Task<(string Id, LockedPlugin Closure)>>> _closures = new();
    private readonly ClosureResolver _resolver = new(stock, installed);

    /// <exception cref="ResolutionException">The request cannot be met.</exception>
    /// <exception cref="FeedException">A package cannot be had.</exception>
    /// <exception cref="LockedException">Something would change, and nothing may.</exception>
    public async Task<PluginChangePlan> PlanAsync(PluginRequest request)
    {
        var (plugins, asked) = await wanted.ApplyAsync(request).ConfigureAwait(false);
        var preferred = installed.Plugins.Values.Where(plugin => plugin.Package is not null && !plugins.ContainsKey(plugin.Package))
            .ToDictionary(plugin => plugin.Package!, plugin => NuGetVersion.Parse(plugin.Version), StringComparer.OrdinalIgnoreCase);
        PackageDependency[] roots = [.. plugins.Values.Select(plugin => new PackageDependency(plugin.Package, HostPackages.Exactly(plugin.Version)))];
        var provider = new PluginGraphProvider(stock, roots, preferred, async package => (await ClosureAsync(package).ConfigureAwait(false)).Closure);
        var nodes = await GraphWalk.RunAsync(provider, GraphProvider.Root, GraphProvider.RootVersion).ConfigureAwait(false);

        var chosen = new SortedDictionary<string, LockedPlugin>(StringComparer.Ordinal);
        foreach (var node in nodes)
        {
            var (id, closure) = await ClosureAsync(node.Identity).ConfigureAwait(false);
            var root = plugins.GetValueOrDefault(node.Identity.Id);
            if (IsBundled(id))
            {
                if (root is not null) throw new ResolutionException($"{closure.Package} is the plugin {id}, which is part of this distribution already, or was dropped into a plugin folder.");
                continue;
            }
            if (chosen.TryGetValue(id, out var other))
                throw new ResolutionException($"{closure.Package} and {other.Package} both are the plugin {id}; a host can have one. Remove the other first.");
            chosen[id] = closure with { Requested = root?.Requested, Pinned = root?.IsPinned ?? false };
        }
        CheckRanges(chosen);
        if (request is PluginRequest.Remove && chosen.FirstOrDefault(plugin => plugin.Value.Package!.Equals(asked, StringComparison.OrdinalIgnoreCase)).Key is { } still)
        {
            var needing = NeededBy(chosen, still);
            throw new ResolutionException($"{still} is needed by {string.Join(", ", needing)}. Remove {(needing.Length == 1 ? "that" : "those")} first.");
        }

        var after = installed with
        {
            Plugins = installed.Plugins.Where(plugin => plugin.Value.Package is null)
                .Concat(chosen.Select(plugin => KeyValuePair.Create(plugin.Key, plugin.Value with { NeededBy = NeededBy(chosen, plugin.Key) })))
                .ToImmutableSortedDictionary(StringComparer.Ordinal),
        };
        var changes = LockComparison.Compare(installed, after, asked);
        return isLocked && !changes.IsEmpty ? throw new LockedException(changes) : new PluginChangePlan(installed, after, changes);
    }

    private Task<(string Id, LockedPlugin Closure)> ClosureAsync(PackageIdentity package) => _closures.GetOrAdd(package, one => new(() => FindAsync(one))).Value;

    private async Task<(string, LockedPlugin)> FindAsync(PackageIdentity package)
    {
        var (id, known) = installed.Plugins.FirstOrDefault(plugin =>
            package.Id.Equals(plugin.Value.Package, StringComparison.OrdinalIgnoreCase) && NuGetVersion.Parse(plugin.Value.Version) == package.Version);
        if (known is not null && !isLocked) return (id, known);
        var closure = await _resolver.ResolveAsync(package, known).ConfigureAwait(false);
        id = PluginMain.ReadId(await stock.PackageAsync(package).ConfigureAwait(false), stock.Limits, temporary);
        // What is part of the distribution has what it needs.
        return (id, IsBundled(id) ? closure with { Plugins = null } : closure with { Content = known?.Content });
    }

    private bool IsBundled(string id) => installed.Plugins.GetValueOrDefault(id) is { Package: null };

    // The nearest request wins, but a plugin is not run with one that is too new for it.
    private static void CheckRanges(SortedDictionary<string, LockedPlugin> chosen)
    {
        foreach (var (id, plugin) in chosen)
        {
            foreach (var (package, range) in plugin.Plugins ?? ImmutableSortedDictionary<string, string>.Empty)
            {
                var needed = chosen.Values.FirstOrDefault(one => one.Package!.Equals(package, StringComparison.OrdinalIgnoreCase));
                if (needed is null || VersionRange.Parse(range).Satisfies(NuGetVersion.Parse(needed.Version))) continue;
                var cause = needed.Requested is { } asked ? $"{package} {VersionRange.Parse(asked).PrettyPrint()} was asked for" : "others need another version";
                throw new ResolutionException($"{plugin.Package} {plugin.Version} ({id}) needs {package} {VersionRange.Parse(range).PrettyPrint()}, "
                    + $"but {cause}, and that is {needed.Version}. Choose other versions.");
            }
        }
    }

    private static ImmutableArray<string> NeededBy(SortedDictionary<string, LockedPlugin> chosen, string id)
    {
        var package = chosen[id].Package!;
        return [.. chosen.Where(plugin => plugin.Value.Plugins?.Keys.Contains(package, StringComparer.OrdinalIgnoreCase) == true).Select(plugin => plugin.Key)];
    }
}
