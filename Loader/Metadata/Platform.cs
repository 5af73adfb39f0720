using System.Runtime.InteropServices;
using NuGet.Frameworks;
using NuGet.RuntimeModel;

namespace PluginFramework.Loader.Metadata;

/// <summary>The framework and platform this host runs on, as packages name them.</summary>
internal static class Platform
{
    public static NuGetFramework Framework { get; } = NuGetFramework.Parse($"net{Environment.Version.Major}.0");

    /// <summary>The platforms whose files serve this one, nearest first.</summary>
    public static IReadOnlyList<string> Names { get; } = FindNames();

    public static string RuntimeIdentifier => Names[0];

    /// <summary>The same as NuGet's graph, for this platform only.</summary>
    public static RuntimeGraph Graph { get; } = new(Names.Select((name, index) => new RuntimeDescription(name, Names.Skip(index + 1).Take(1))));

    private static string[] FindNames()
    {
        var architecture = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
        string[] systems = OperatingSystem.IsWindows() ? ["win"]
            : OperatingSystem.IsMacOS() ? ["osx", "unix"]
            : RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal) ? ["linux-musl", "linux", "unix"]
            : ["linux", "unix"];
        return [.. systems.SelectMany(system => (string[])[$"{system}-{architecture}", system]), "any"];
    }
}
