using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using PluginFramework.Loader.Feeds.Layout;

namespace PluginFramework.Loader.Locking;

/// <summary>
/// <c>plugins.lock.json</c>: every plugin of a distribution with every package it brings, by version and SHA-512, so that a change of either
/// is a change of this file.
/// </summary>
/// <param name="Version">The file's format: 1.</param>
/// <param name="Plugins">The plugins by id.</param>
public sealed partial record PluginLockFile(int Version, ImmutableSortedDictionary<string, LockedPlugin> Plugins)
{
    /// <summary>The format that is read and written.</summary>
    public const int CurrentVersion = 1;

    /// <summary>A lock file without plugins.</summary>
    public static PluginLockFile Empty { get; } = new(CurrentVersion, ImmutableSortedDictionary.Create<string, LockedPlugin>(StringComparer.Ordinal));

    /// <summary>Reads a lock file.</summary>
    /// <exception cref="InvalidDataException">It is damaged or of another format, with line and column; nothing should be done on the strength of it.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static PluginLockFile Read(string path) => Parse(File.ReadAllBytes(path), path);

    /// <summary>Reads the text of a lock file.</summary>
    /// <param name="content">The text in UTF-8.</param>
    /// <param name="name">What to call the file in messages.</param>
    /// <exception cref="InvalidDataException">It is damaged or of another format.</exception>
    public static PluginLockFile Parse(ReadOnlySpan<byte> content, string name)
    {
        try
        {
            // A newer format may hold what this one does not know, so its number is looked at before anything else.
            if (LockFileProblems.VersionIn(content) is { } version && version > CurrentVersion)
                throw Damaged(name, JsonPlace.Find(content, ["version"]), $"it has the format {version}, and this program knows {CurrentVersion}. Update this program.", null);
            var file = JsonSerializer.Deserialize(content, Format.PluginLockFile) ?? throw new JsonException("it holds null.");
            if (LockFileProblems.Find(file) is { } problem) throw Damaged(name, JsonPlace.Find(content, problem.Path), problem.Message + Remedy, null);
            return file with
            {
                Plugins = file.Plugins.ToImmutableSortedDictionary(
                    entry => entry.Key, entry => entry.Value with { Packages = entry.Value.Packages.WithComparers(StringComparer.Ordinal) }, StringComparer.Ordinal),
            };
        }
        catch (JsonException exception)
        {
            throw Damaged(name, new JsonPlace((exception.LineNumber ?? 0) + 1, (exception.BytePositionInLine ?? 0) + 1), exception.Message.Split(" Path: ")[0] + Remedy, exception);
        }
    }

    /// <summary>The text of the file, the same for the same content.</summary>
    public string ToText() => JsonSerializer.Serialize(this, Format.PluginLockFile).ReplaceLineEndings("\n") + "\n";

    /// <summary>Writes the file: whoever reads finds the old content or the new, also after a crash.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write(string path) => DurableFiles.Replace(path, Encoding.UTF8.GetBytes(ToText()));

    private const string Remedy = " Restore it from version control or a backup.";

    private static InvalidDataException Damaged(string name, JsonPlace place, string what, Exception? cause) =>
        new($"{name}({place.Line},{place.Column}) is no lock file that can be used: {what}", cause);

    /// <summary>Base64's plus signs stay readable; nobody puts this file into a web page.</summary>
    private static Json Format { get; } = new(new JsonSerializerOptions
    {
        WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true,
    });

    [JsonSerializable(typeof(PluginLockFile))]
    private sealed partial class Json : JsonSerializerContext;
}
