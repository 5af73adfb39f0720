using System.Collections.Immutable;
using NuGet.Common;
using NuGet.Protocol;
using PluginFramework.Loader.Feeds.Configuration;

namespace PluginFramework.Loader.Feeds.Transport;

/// <summary>Searches a folder of packages for plugin packages.</summary>
internal static class FolderSearch
{
    public static ImmutableArray<FoundPlugin> Search(
        FindLocalPackagesResource folder, Feed feed, string text, int skip, int take, bool includePrerelease, CancellationToken cancellationToken)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return [.. folder.GetPackages(NullLogger.Instance, cancellationToken)
            .Where(package => (includePrerelease || !package.Identity.Version.IsPrerelease) && PackageTypes.IsPlugin(package.Nuspec))
            .GroupBy(package => package.Identity.Id, StringComparer.OrdinalIgnoreCase)
            .Select(versions => versions.MaxBy(package => package.Identity.Version)!)
            .Where(package => words.All(word => Mentions(package, word)))
            .OrderBy(package => package.Identity.Id, StringComparer.OrdinalIgnoreCase).Skip(skip).Take(take)
            .Select(package => new FoundPlugin(feed.Name, package.Identity.Id, package.Identity.Version.ToNormalizedString(),
                package.Nuspec.GetTitle() is { Length: > 0 } title ? title : package.Identity.Id, package.Nuspec.GetDescription(), package.Nuspec.GetAuthors()))];
    }

    private static bool Mentions(LocalPackageInfo package, string word) =>
        new[] { package.Identity.Id, package.Nuspec.GetTitle(), package.Nuspec.GetDescription(), package.Nuspec.GetTags() }
            .Any(text => text?.Contains(word, StringComparison.OrdinalIgnoreCase) == true);
}
