using System.Collections.Frozen;
using NuGet.Packaging.Core;
using NuGet.Versioning;
using PluginFramework.Loader.Metadata;

namespace PluginFramework.Loader.Feeds.Resolution;

/// <summary>The packages whose content the host has, so that no plugin brings its own.</summary>
internal static class HostPackages
{
    // They only say which framework is meant.
    private static readonly FrozenSet<string> Frameworks = FrozenSet.Create(StringComparer.OrdinalIgnoreCase,
        "NETStandard.Library", "Microsoft.NETCore.App", "Microsoft.NETCore.App.Ref", "Microsoft.AspNetCore.App", "Microsoft.AspNetCore.App.Ref",
        "Microsoft.NETCore.Platforms", "Microsoft.NETCore.Targets");

    /// <summary>Whether the host has what is depended on: always where types cross, and of the framework up to its own version.</summary>
    public static bool Provide(PackageDependency dependency)
    {
        if (Frameworks.Contains(dependency.Id) || HostAssemblies.IsUnified(dependency.Id)) return true;
        if (HostAssemblies.VersionOf(dependency.Id) is not { } own) return false;
        var wanted = dependency.VersionRange.MinVersion;
        return wanted is null || new Version(wanted.Major, wanted.Minor) <= new Version(own.Major, own.Minor);
    }

    /// <summary>Why this host's Contracts do not do, or <see langword="null"/>.</summary>
    public static string? ContractsProblem(PackageIdentity plugin, IEnumerable<PackageDependency> dependencies)
    {
        var own = HostAssemblies.ContractsVersion;
        var wanted = dependencies.FirstOrDefault(dependency => dependency.Id.Equals(HostAssemblies.Contracts, StringComparison.OrdinalIgnoreCase))?.VersionRange.MinVersion;
        return wanted is null || (wanted.Major == own.Major && wanted.Minor <= own.Minor) ? null
            : $"{plugin.Id} {plugin.Version} needs Contracts {wanted.Major}.{wanted.Minor}, this host has {own}. Choose a version made for it, or update the host.";
    }

    /// <summary>Whether what is depended on is needed when the plugin runs, rather than when it is built.</summary>
    public static bool IsForRunning(PackageDependency dependency) =>
        !Has(dependency.Exclude, "runtime") && !Has(dependency.Exclude, "all") && (dependency.Include.Count == 0 || Has(dependency.Include, "runtime") || Has(dependency.Include, "all"));

    /// <summary>What a plugin's assembly brings into the folder that the host has in any case.</summary>
    public static bool IsHosts(string file) =>
        file.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) && HostAssemblies.IsUnified(Path.GetFileNameWithoutExtension(file));

    public static VersionRange Exactly(NuGetVersion version) => new(version, includeMinVersion: true, version, includeMaxVersion: true);

    private static bool Has(IReadOnlyList<string> flags, string flag) => flags.Any(one => one.Trim().Equals(flag, StringComparison.OrdinalIgnoreCase));
}
