using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PluginFramework.Loader.Locking;

/// <summary>
/// <c>plugins.lock.json</c>: every plugin of a distribution with every package it brings, by version and SHA-512, so that a change of either
/// is a change of this file.
/// </summary>
/// <param name="Version">The file's format: 1.</param>
/// <param name="Plugins">The plugins by id.</param>
public sealed partial record PluginLockFile(int Version, ImmutableSortedDictionary<string, LockedPlugin> Plugins)
{
    /// <summary>Reads a lock file.</summary>
    /// <exception cref="InvalidDataException">It is damaged or of another format; nothing should be done on the strength of it.</exception>
    public static PluginLockFile Read(string path)
    {
        try
        {
            var file = JsonSerializer.Deserialize(File.ReadAllBytes(path), Format.PluginLockFile);
            if (file is not { Version: 1, Plugins: not null }) throw new InvalidDataException($"{path} is not a lock file of format 1. Restore it from version control.");
            return file with
            {
                Plugins = file.Plugins.ToImmutableSortedDictionary(
                    entry => entry.Key, entry => entry.Value with { Packages = entry.Value.Packages.WithComparers(StringComparer.Ordinal) }, StringComparer.Ordinal),
            };
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"{path} is damaged: {exception.Message} Restore it from version control.", exception);
        }
    }

    /// <summary>The text of the file, the same for the same content.</summary>
    public string ToText() => JsonSerializer.Serialize(this, Format.PluginLockFile).ReplaceLineEndings("\n") + "\n";

    /// <summary>Base64's plus signs stay readable; nobody puts this file into a web page.</summary>
    private static Json Format { get; } = new(new JsonSerializerOptions
    {
        WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    [JsonSerializable(typeof(PluginLockFile))]
    private sealed partial class Json : JsonSerializerContext;
}
