using NuGet.Versioning;
using PluginFramework.Loader.Feeds.Packages;
using PluginFramework.Loader.Feeds.Resolution;
using PluginFramework.Loader.Locking;

namespace PluginFramework.Loader.Feeds.Planning;

/// <summary>What the operator wants once a request is added to what is installed.</summary>
internal sealed class WantedPlugins(PluginLockFile installed, PackageStock stock, LatestVersion latest)
{
    /// <summary>The plugins by package id, and the package that the request is about.</summary>
    /// <exception cref="ResolutionException">The request cannot be met.</exception>
    public async Task<(Dictionary<string, WantedPlugin> Plugins, string? Asked)> ApplyAsync(PluginRequest request)
    {
        var wanted = installed.Plugins.Values.Where(plugin => plugin is { Package: not null, Requested: not null })
            .Select(plugin => new WantedPlugin(plugin.Package!, NuGetVersion.Parse(plugin.Version), plugin.Requested!, plugin.Pinned))
            .ToDictionary(plugin => plugin.Package, StringComparer.OrdinalIgnoreCase);
        switch (request)
        {
            case PluginRequest.Add add:
                var added = await AddAsync(add).ConfigureAwait(false);
                wanted[add.Package] = added with { IsPinned = wanted.GetValueOrDefault(add.Package)?.IsPinned ?? false };
                return (wanted, add.Package);
            case PluginRequest.Update { Plugin: null }:
                foreach (var plugin in wanted.Values.Where(plugin => !plugin.IsPinned).ToArray()) wanted[plugin.Package] = await UpdateAsync(plugin).ConfigureAwait(false);
                return (wanted, null);
            case PluginRequest.Update { Plugin: { } plugin }:
                var updated = Find(plugin, wanted);
                if (updated.IsPinned) throw new ResolutionException($"{plugin} is pinned to {updated.Version}. Unpin it first.");
                wanted[updated.Package] = await UpdateAsync(updated).ConfigureAwait(false);
                return (wanted, updated.Package);
            case PluginRequest.Remove remove:
                var removed = Find(remove.Plugin, wanted);
                wanted.Remove(removed.Package);
                return (wanted, removed.Package);
            case PluginRequest.Pin pin:
                var pinned = Find(pin.Plugin, wanted);
                wanted[pinned.Package] = pinned with { IsPinned = pin.IsPinned };
                return (wanted, pinned.Package);
            default:
                return (wanted, null);
        }
    }

    private async Task<WantedPlugin> AddAsync(PluginRequest.Add add)
    {
        if (add.Range is null)
        {
            var newest = await latest.FindAsync(add.Package, VersionRange.All, add.IncludePrerelease).ConfigureAwait(false)
                ?? throw new ResolutionException(add.IncludePrerelease is true ? $"No feed has a version of {add.Package}. Check its id, or add a feed."
                    : $"No feed has a stable version of {add.Package}. Check its id, or allow pre-releases.");
            return new(add.Package, newest, new VersionRange(newest).ToNormalizedString(), IsPinned: false);
        }
        if (!VersionRange.TryParse(add.Range, out var range))
            throw new ResolutionException($"'{add.Range}' is no version or range. Write 1.2.3, [1.2.3], [1.0,2.0) or 1.*.");
        var versions = (await stock.VersionsAsync(add.Package).ConfigureAwait(false)).Keys;
        var version = range.FindBestMatch(versions)
            ?? throw new ResolutionException($"No feed has {add.Package} {range.PrettyPrint()}. "
                + (versions.Any() ? $"The latest are {string.Join(", ", versions.TakeLast(5))}." : "Check its id, or add a feed."));
        return new(add.Package, version, range.ToNormalizedString(), IsPinned: false);
    }

    private async Task<WantedPlugin> UpdateAsync(WantedPlugin plugin)
    {
        var range = VersionRange.Parse(plugin.Requested);
        // Who runs a pre-release goes on to the next one.
        var newest = range.IsFloating ? range.FindBestMatch((await stock.VersionsAsync(plugin.Package).ConfigureAwait(false)).Keys)
            : await latest.FindAsync(plugin.Package, range, plugin.Version.IsPrerelease ? true : null).ConfigureAwait(false);
        return newest is null || newest < plugin.Version ? plugin : plugin with { Version = newest };
    }

    private WantedPlugin Find(string name, Dictionary<string, WantedPlugin> wanted)
    {
        var (id, plugin) = installed.Plugins.FirstOrDefault(entry => entry.Key == name || name.Equals(entry.Value.Package, StringComparison.OrdinalIgnoreCase));
        if (plugin is null)
            throw new ResolutionException($"There is no plugin {name}. {(installed.Plugins.IsEmpty ? "None is installed." : $"Installed are {string.Join(", ", installed.Plugins.Keys)}.")}");
        if (plugin.Package is null)
            throw new ResolutionException($"{id} is part of this distribution and did not come from a feed, so it cannot be changed by one.");
        if (wanted.GetValueOrDefault(plugin.Package) is { } own) return own;
        var needing = plugin.NeededBy.IsDefault ? [] : plugin.NeededBy;
        throw new ResolutionException($"{id} is installed because {string.Join(", ", needing)} {(needing.Length == 1 ? "needs" : "need")} it. "
            + $"Change that, or add {plugin.Package} to choose its version.");
    }
}
