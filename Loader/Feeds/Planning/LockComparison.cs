using System.Collections.Immutable;
using PluginFramework.Loader.Locking;

namespace PluginFramework.Loader.Feeds.Planning;

/// <summary>Finds what differs between two lock files.</summary>
internal static class LockComparison
{
    /// <param name="before">What is installed.</param>
    /// <param name="after">What would be.</param>
    /// <param name="asked">The package that was asked for; <see langword="null"/>: all or none in particular.</param>
    public static ImmutableArray<PluginChange> Compare(PluginLockFile before, PluginLockFile after, string? asked)
    {
        var changes = ImmutableArray.CreateBuilder<PluginChange>();
        foreach (var id in before.Plugins.Keys.Union(after.Plugins.Keys).Order(StringComparer.Ordinal))
        {
            var (old, now) = (before.Plugins.GetValueOrDefault(id), after.Plugins.GetValueOrDefault(id));
            if (ComparePlugin(id, old, now, asked) is { } change) changes.Add(change);
            ComparePackages(id, old, now, changes);
        }
        return changes.ToImmutable();
    }

    private static PluginChange? ComparePlugin(string id, LockedPlugin? old, LockedPlugin? now, string? asked)
    {
        var package = now?.Package ?? old?.Package ?? id;
        var reason = package.Equals(asked, StringComparison.OrdinalIgnoreCase) ? "asked for"
            : now is null ? "no longer needed"
            : now.NeededBy is { IsDefaultOrEmpty: false } needed ? $"needed by {string.Join(", ", needed)}" : "asked for";
        if (old is null) return new(PluginChangeKind.Added, id, package, true, null, now!.Version, reason);
        if (now is null) return new(PluginChangeKind.Removed, id, package, true, old.Version, null, reason);
        if ((old.Version, old.Sha512, old.Package) != (now.Version, now.Sha512, now.Package)) return new(PluginChangeKind.Updated, id, package, true, old.Version, now.Version, reason);

        string[] notes =
        [
            .. old.Pinned != now.Pinned ? [now.Pinned ? "pinned" : "no longer pinned"] : (string[])[],
            .. old.Requested != now.Requested ? [now.Requested is { } range ? $"asked for as {range}" : "no longer asked for, only needed"] : (string[])[],
            .. !Same(old.NeededBy, now.NeededBy) ? [now.NeededBy.IsDefaultOrEmpty ? "needed by no other" : $"needed by {string.Join(", ", now.NeededBy)}"] : (string[])[],
            .. !Same(old.Plugins, now.Plugins) ? ["depends on other plugins than recorded"] : (string[])[],
        ];
        return notes.Length == 0 ? null : new(PluginChangeKind.Noted, id, package, true, old.Version, now.Version, string.Join(", ", notes));
    }

    private static void ComparePackages(string id, LockedPlugin? before, LockedPlugin? after, ImmutableArray<PluginChange>.Builder changes)
    {
        var (olds, news) = (before?.Packages ?? Nothing, after?.Packages ?? Nothing);
        foreach (var package in olds.Keys.Union(news.Keys).Order(StringComparer.Ordinal))
        {
            var (old, now) = (olds.GetValueOrDefault(package), news.GetValueOrDefault(package));
            var reason = now is null ? "no longer needed" : now.NeededBy is { IsDefaultOrEmpty: false } needed ? $"needed by {string.Join(", ", needed)}" : "needed";
            if (old is null) changes.Add(new(PluginChangeKind.Added, id, package, false, null, now!.Version, reason));
            else if (now is null) changes.Add(new(PluginChangeKind.Removed, id, package, false, old.Version, null, reason));
            else if ((old.Version, old.Sha512) != (now.Version, now.Sha512)) changes.Add(new(PluginChangeKind.Updated, id, package, false, old.Version, now.Version, reason));
            else if (old.Requested != now.Requested || !Same(old.NeededBy, now.NeededBy)) changes.Add(new(PluginChangeKind.Noted, id, package, false, old.Version, now.Version, reason));
        }
    }

    private static readonly ImmutableSortedDictionary<string, LockedPackage> Nothing = ImmutableSortedDictionary.Create<string, LockedPackage>(StringComparer.Ordinal);

    private static bool Same(ImmutableArray<string> left, ImmutableArray<string> right) =>
        (left.IsDefault ? [] : left).SequenceEqual(right.IsDefault ? [] : right);

    private static bool Same(ImmutableSortedDictionary<string, string>? left, ImmutableSortedDictionary<string, string>? right) =>
        (left ?? ImmutableSortedDictionary<string, string>.Empty).SequenceEqual(right ?? ImmutableSortedDictionary<string, string>.Empty);
}
