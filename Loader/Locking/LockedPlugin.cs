using System.Collections.Immutable;
using System.Text.Json;

namespace PluginFramework.Loader.Locking;

/// <summary>A plugin and the closure of packages it was built with.</summary>
/// <param name="Version">The plugin's version.</param>
/// <param name="Packages">The packages by name.</param>
public sealed record LockedPlugin(string Version, ImmutableSortedDictionary<string, LockedPackage> Packages)
{
    /// <summary>Reads what a build recorded in its <c>.deps.json</c>.</summary>
    /// <exception cref="JsonException">It is not such a file.</exception>
    public static LockedPlugin FromDependencyFile(string path, string version)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        var packages = ImmutableSortedDictionary.CreateBuilder<string, LockedPackage>(StringComparer.Ordinal);
        foreach (var library in document.RootElement.GetProperty("libraries").EnumerateObject())
        {
            if (library.Value.GetProperty("type").GetString() != "package") continue;
            if (library.Name.Split('/') is not [var name, var packageVersion] || library.Value.GetProperty("sha512").GetString() is not { } hash)
                throw new JsonException($"{path}: the library {library.Name} has no version or hash.");
            packages[name] = new(packageVersion, hash[(hash.IndexOf('-', StringComparison.Ordinal) + 1)..]);
        }

        return new(version, packages.ToImmutable());
    }
}
