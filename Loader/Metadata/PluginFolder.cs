using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace PluginFramework.Loader.Metadata;

/// <summary>The assemblies in a plugin's folder, opened when first asked for. For one thread.</summary>
internal sealed class PluginFolder : IDisposable
{
    private readonly Dictionary<string, ImageFile?> _files = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _paths = new(StringComparer.OrdinalIgnoreCase);

    public PluginFolder(string directory)
        : this(directory, System.IO.Directory.EnumerateFiles(directory).Select(path => Path.GetFileName(path)))
    {
    }

    /// <param name="directory">The folder.</param>
    /// <param name="files">The names of the files in it, where they are known; those in folders below count for nothing.</param>
    public PluginFolder(string directory, IEnumerable<string> files)
    {
        Directory = directory;
        FileNames = [.. files.Where(name => !name.Contains('/', StringComparison.Ordinal))];
        foreach (var name in FileNames.Where(name => name.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)))
            _paths[Path.GetFileNameWithoutExtension(name)] = Path.Combine(directory, name);
    }

    public string Directory { get; }

    /// <summary>The files in the folder itself.</summary>
    public ImmutableArray<string> FileNames { get; }

    /// <summary>The simple names of the files that could be assemblies.</summary>
    public IEnumerable<string> Names => _paths.Keys;

    /// <summary>The assembly of that simple name, or <see langword="null"/> where there is none that can be read.</summary>
    public ImageFile? Find(string name)
    {
        if (_files.TryGetValue(name, out var known)) return known;
        ImageFile? file = null;
        if (_paths.TryGetValue(name, out var path))
        {
            try
            {
                file = ImageFile.Open(path);
            }
            catch (BadImageFormatException)
            {
                // A native library in the folder is ordinary; one that is needed is reported as missing by whoever needs it.
            }
        }
        _files[name] = file;
        return file;
    }

    /// <exception cref="BadImageFormatException">It is not a whole .NET assembly.</exception>
    public ImageFile Open(string fileName)
    {
        var name = Path.GetFileNameWithoutExtension(fileName);
        if (_files.GetValueOrDefault(name) is { } known) return known;
        var file = ImageFile.Open(Path.Combine(Directory, fileName));
        _files[name] = file;
        return file;
    }

    public (ImageFile File, TypeDefinitionHandle Handle)? FindType(TypeShape type) =>
        Find(type.Assembly) is { } file && file.FindType(type.Definition) is { } handle ? (file, handle) : null;

    /// <summary>Whether an assembly of that name is there for some platform (<c>runtimes/linux/lib/net10.0/…</c>).</summary>
    public bool HasForPlatform(string name)
    {
        var runtimes = Path.Combine(Directory, "runtimes");
        return System.IO.Directory.Exists(runtimes)
            && System.IO.Directory.EnumerateFiles(runtimes, name + ".dll", SearchOption.AllDirectories).Any();
    }

    public bool IsSharedContract(string name) =>
        !HostAssemblies.Provides(name) && Find(name) is { } file && IsSharedContract(file);

    public static bool IsSharedContract(ImageFile file) =>
        file.HasReference(HostAssemblies.Contracts)
        && file.AssemblyAttributes(HostAssemblies.Contracts, "PluginFramework.Plugins.SharedContractAttribute").Any();

    public void Dispose()
    {
        foreach (var file in _files.Values) file?.Dispose();
    }
}
