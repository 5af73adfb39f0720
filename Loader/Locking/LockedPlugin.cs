using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PluginFramework.Loader.Locking;

/// <summary>A plugin and the closure of packages it was built with or installed with.</summary>
/// <param name="Version">The plugin's version.</param>
/// <param name="Packages">The packages that are private to it, by id.</param>
public sealed record LockedPlugin(string Version, [property: JsonPropertyOrder(1)] ImmutableSortedDictionary<string, LockedPackage> Packages)
{
    /// <summary>The id of the package it was installed from; <see langword="null"/> for one that was built here, which feeds do not change.</summary>
    public string? Package { get; init; }

    /// <summary>The range the operator asked for; <see langword="null"/> where it is only here because others need it.</summary>
    public string? Requested { get; init; }

    /// <summary>Whether updates leave it as it is.</summary>
    public bool Pinned { get; init; }

    /// <summary>The feed it came from.</summary>
    public string? Feed { get; init; }

    /// <summary>That feed's source.</summary>
    public string? Source { get; init; }

    /// <summary>SHA-512 of its package in Base64.</summary>
    public string? Sha512 { get; init; }

    /// <summary>The ids of the plugins that depend on it, in order.</summary>
    public ImmutableArray<string> NeededBy { get; init; }

    /// <summary>The plugin packages it depends on, each with the range; they are installed as plugins of their own.</summary>
    public ImmutableSortedDictionary<string, string>? Plugins { get; init; }

    /// <summary>SHA-256 of the list of files it was laid out with, by runtime identifier.</summary>
    public ImmutableSortedDictionary<string, string>? Content { get; init; }

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
