using System.Collections.Immutable;
using NuGet.Packaging.Core;
using NuGet.Versioning;
using PluginFramework.Loader.Feeds.Packages;
using PluginFramework.Loader.Locking;

namespace PluginFramework.Loader.Feeds.Resolution;

/// <summary>Finds what a plugin package brings along: packages of its own, and other plugins.</summary>
/// <param name="stock">Where packages come from.</param>
/// <param name="installed">What is installed: where a plugin in it is depended on, that version is looked at and no other.</param>
internal sealed class ClosureResolver(PackageStock stock, PluginLockFile installed)
{
    /// <param name="plugin">The plugin package.</param>
    /// <param name="locked">What it was locked with at that version; its versions are kept where they are in range.</param>
    /// <exception cref="ResolutionException">There is no such closure, or it is no plugin.</exception>
    /// <exception cref="FeedException">A package cannot be had.</exception>
    public async Task<LockedPlugin> ResolveAsync(PackageIdentity plugin, LockedPlugin? locked)
    {
        var package = await stock.PackageAsync(plugin).ConfigureAwait(false);
        if (!package.IsPlugin)
            throw new ResolutionException($"{plugin.Id} {plugin.Version} is no plugin: it does not have the package type {PackageTypes.Plugin}.");
        var preferred = (locked?.Packages ?? ImmutableSortedDictionary<string, LockedPackage>.Empty)
            .ToDictionary(entry => entry.Key, entry => NuGetVersion.Parse(entry.Value.Version), StringComparer.OrdinalIgnoreCase);
        foreach (var other in installed.Plugins.Values.Where(other => other.Package is not null)) preferred.TryAdd(other.Package!, NuGetVersion.Parse(other.Version));
        var nodes = await GraphWalk.RunAsync(new ClosureProvider(stock, plugin, preferred), plugin.Id, plugin.Version).ConfigureAwait(false);

        var needs = nodes.SelectMany(node => node.Dependencies.Select(dependency => (Needed: dependency, By: node.Identity.Id)))
            .Concat(package.Dependencies.Select(dependency => (Needed: dependency.Id, By: package.Identity.Id)))
            .ToLookup(need => need.Needed, need => need.By, StringComparer.OrdinalIgnoreCase);
        var packages = ImmutableSortedDictionary.CreateBuilder<string, LockedPackage>(StringComparer.Ordinal);
        var plugins = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var node in nodes)
        {
            var own = await stock.PackageAsync(node.Identity).ConfigureAwait(false);
            var requested = node.Range.ToNormalizedString();
            if (own.IsPlugin) plugins[own.Identity.Id] = requested;
            else packages[own.Identity.Id] = new LockedPackage(own.File.Version, own.File.Sha512)
            {
                Requested = requested, Feed = own.File.Feed, Source = own.File.Source, NeededBy = [.. needs[own.Identity.Id].Distinct().Order(StringComparer.Ordinal)],
            };
        }
        return new LockedPlugin(package.File.Version, packages.ToImmutable())
        {
            Package = package.Identity.Id, Feed = package.File.Feed, Source = package.File.Source, Sha512 = package.File.Sha512,
            Plugins = plugins.Count > 0 ? plugins.ToImmutable() : null,
        };
    }
}
