using System.Collections.Frozen;
using System.Reflection;
using PluginFramework.Loader.Metadata;

namespace PluginFramework.Loader.Contexts;

/// <summary>The assemblies in a plugin's folder, by simple name.</summary>
/// <param name="MainName">The simple name of the main assembly.</param>
/// <param name="Assemblies">The path of each file that lies in the folder itself.</param>
/// <param name="PlatformNames">The simple names of assemblies that differ by platform.</param>
internal sealed record PluginFiles(string MainName, Dictionary<string, string> Assemblies, FrozenSet<string> PlatformNames)
{
    public static PluginFiles In(string directory, string mainFile)
    {
        var assemblies = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var path in Directory.EnumerateFiles(directory, "*.dll")) assemblies[Path.GetFileNameWithoutExtension(path)] = path;
        var runtimes = Path.Combine(directory, "runtimes");
        var platform = Directory.Exists(runtimes)
            ? Directory.EnumerateFiles(runtimes, "*.dll", SearchOption.AllDirectories).Select(path => Path.GetFileNameWithoutExtension(path))
            : [];
        return new(Path.GetFileNameWithoutExtension(mainFile), assemblies, platform.ToFrozenSet(StringComparer.OrdinalIgnoreCase));
    }

    public bool IsByPlatform(string name) => PlatformNames.Contains(name);

    /// <summary>
    /// Whether the host's assembly of that name is taken rather than the plugin's: always where types cross, and for the framework
    /// unless the plugin brings a newer one.
    /// </summary>
    public bool IsHosts(string name)
    {
        if (!HostAssemblies.Provides(name)) return false;
        if (HostAssemblies.IsUnified(name) || !Assemblies.TryGetValue(name, out var path)) return true;
        try
        {
            return HostAssemblies.VersionOf(name) >= AssemblyName.GetAssemblyName(path).Version;
        }
        catch (BadImageFormatException)
        {
            return true;
        }
    }
}
