using PluginFramework.Loader.Manifests;
using PluginFramework.Loader.Metadata;

namespace PluginFramework.Loader.Discovery;

/// <summary>Finds the one assembly in a folder that is the plugin.</summary>
internal static class MainAssembly
{
    private const string DependencyFileEnd = ".deps.json";

    /// <returns>Its file name.</returns>
    /// <exception cref="ManifestException">There is none, or several.</exception>
    public static string Find(PluginFolder folder)
    {
        // Published output has one dependency file, named for the assembly it was published from; other plugins beside it are its libraries.
        string[] dependencyFiles = [.. folder.FileNames.Where(name => name.EndsWith(DependencyFileEnd, StringComparison.Ordinal))];
        if (dependencyFiles is [var only] && folder.Find(only[..^DependencyFileEnd.Length]) is { } named && ManifestReader.IsPlugin(named))
            return named.FileName;

        var plugins = folder.Names.Select(folder.Find).OfType<ImageFile>().Where(ManifestReader.IsPlugin).Select(file => file.FileName)
            .Order(StringComparer.Ordinal).ToArray();
        return plugins switch
        {
            [var main] => main,
            [] => throw new ManifestException("None of the assemblies in it is marked with [assembly: Plugin(\"id\")], so it is no plugin."),
            _ => throw new ManifestException($"It holds {plugins.Length} plugins ({string.Join(", ", plugins)}); give each a folder of its own."),
        };
    }
}
