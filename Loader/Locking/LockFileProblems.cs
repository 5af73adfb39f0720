using System.Collections.Immutable;
using System.Text.Json;
using NuGet.Versioning;
using PluginFramework.Loader.Manifests;

namespace PluginFramework.Loader.Locking;

/// <summary>What can be wrong in a lock file that is sound JSON.</summary>
internal static class LockFileProblems
{
    private const int Sha512Length = 64;

    /// <summary>The format number, if the text begins soundly enough to have one.</summary>
    public static int? VersionIn(ReadOnlySpan<byte> content)
    {
        try
        {
            var reader = new Utf8JsonReader(content);
            if (!reader.Read() || reader.TokenType is not JsonTokenType.StartObject) return null;
            while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
            {
                var isVersion = reader.ValueTextEquals("version"u8);
                reader.Read();
                if (isVersion) return reader.TokenType is JsonTokenType.Number && reader.TryGetInt32(out var version) ? version : null;
                reader.Skip();
            }
        }
        catch (JsonException)
        {
            // What is unsound is reported by the reader of the whole.
        }
        return null;
    }

    /// <summary>The first thing wrong, and the path of properties to it.</summary>
    public static (ImmutableArray<string> Path, string Message)? Find(PluginLockFile file)
    {
        if (file.Version != PluginLockFile.CurrentVersion) return (["version"], $"there is no format {file.Version}.");
        foreach (var (id, plugin) in file.Plugins)
        {
            ImmutableArray<string> at = ["plugins", id];
            if (!PluginId.IsValid(id)) return (at, $"'{id}' is no plugin id.");
            if (plugin is null) return (at, $"the plugin {id} is null.");
            if (!NuGetVersion.TryParse(plugin.Version, out _)) return (at.Add("version"), $"'{plugin.Version}' is no version.");
            if (plugin.Requested is { } requested && !VersionRange.TryParse(requested, out _)) return (at.Add("requested"), $"'{requested}' is no version range.");
            if (plugin.Package is not null && !IsHash(plugin.Sha512)) return (at.Add("sha512"), $"{id} comes from a package and has no SHA-512 in Base64.");
            foreach (var (package, range) in plugin.Plugins ?? ImmutableSortedDictionary<string, string>.Empty)
            {
                if (!VersionRange.TryParse(range, out _)) return (at.Add("plugins").Add(package), $"'{range}' is no version range.");
            }
            foreach (var (name, package) in plugin.Packages)
            {
                var inner = at.Add("packages").Add(name);
                if (package is null) return (inner, $"the package {name} is null.");
                if (!NuGetVersion.TryParse(package.Version, out _)) return (inner.Add("version"), $"'{package.Version}' is no version.");
                if (!IsHash(package.Sha512)) return (inner.Add("sha512"), $"the package {name} has no SHA-512 in Base64.");
            }
        }
        return null;
    }

    private static bool IsHash(string? text)
    {
        Span<byte> hash = stackalloc byte[Sha512Length];
        return text is not null && Convert.TryFromBase64String(text, hash, out var length) && length == Sha512Length;
    }
}
