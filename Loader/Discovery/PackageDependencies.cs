using NuGet.Frameworks;
using NuGet.Packaging;
using PluginFramework.Loader.Metadata;

namespace PluginFramework.Loader.Discovery;

/// <summary>Checks what an unpacked package depends on. A dropped package is taken as it is: nothing is fetched for it.</summary>
internal static class PackageDependencies
{
    /// <summary>The dependencies that neither the host provides nor the package holds, as a sentence.</summary>
    public static IEnumerable<string> Check(PluginFolder folder)
    {
        if (Directory.EnumerateFiles(folder.Directory, "*.nuspec").FirstOrDefault() is not { } path) return [];
        var nuspec = new NuspecReader(path);
        var group = NuGetFrameworkUtility.GetNearest(nuspec.GetDependencyGroups(), Platform.Framework);
        string[] missing = [.. (group?.Packages ?? [])
            .Where(package => !HostAssemblies.Provides(package.Id) && folder.Find(package.Id) is null)
            .Select(package => $"{package.Id} {package.VersionRange.MinVersion}")];
        return missing.Length == 0 ? []
            : [$"The package depends on {string.Join(", ", missing)}, which it does not hold and this host does not provide; "
                + "install it from a feed, or drop the plugin's published output (dotnet publish) as a folder instead."];
    }
}
