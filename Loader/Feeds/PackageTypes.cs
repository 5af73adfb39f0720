using NuGet.Packaging;

namespace PluginFramework.Loader.Feeds;

/// <summary>The package types that mean something here.</summary>
internal static class PackageTypes
{
    /// <summary>The type of a package that holds a plugin.</summary>
    public const string Plugin = "PluginFrameworkPlugin";

    public static bool IsPlugin(NuspecReader nuspec) =>
        nuspec.GetPackageTypes().Any(type => string.Equals(type.Name, Plugin, StringComparison.OrdinalIgnoreCase));
}
