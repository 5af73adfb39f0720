using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PluginFramework.Loader.Discovery;

/// <summary>What a <c>.deps.json</c> lists.</summary>
/// <param name="Assets">The files that must be there on this platform, relative to the folder; one of the names of each is enough.</param>
internal sealed record DependencyFile(ImmutableArray<DependencyAsset> Assets)
{
    private const long LongestFile = 16 << 20;

    /// <exception cref="InvalidDataException">It is cut short or not a dependency file.</exception>
    public static DependencyFile Read(string path)
    {
        var assets = ImmutableArray.CreateBuilder<DependencyAsset>();
        foreach (var (_, library) in Libraries(Parse(path)))
        {
            foreach (var (kind, isManaged) in (ReadOnlySpan<(string, bool)>)[("runtime", true), ("native", false)])
            {
                foreach (var (asset, _) in Children(library, kind)) assets.Add(new DependencyAsset(asset, Path.GetFileName(asset), isManaged));
            }
            foreach (var (asset, details) in Children(library, "runtimeTargets"))
            {
                if (TextOf(details, "rid") != RuntimeInformation.RuntimeIdentifier) continue;
                assets.Add(new DependencyAsset(asset, asset, TextOf(details, "assetType") == "runtime"));
            }
        }
        return new DependencyFile(assets.ToImmutable());
    }

    /// <summary>The assets that are needed from the folder and are not in it.</summary>
    public IEnumerable<string> MissingFrom(Func<string, bool> exists) => Assets
        .Where(asset => !asset.IsHosts && !exists(asset.Path) && !exists(asset.FileName))
        .Select(asset => asset.FileName);

    /// <summary>
    /// The file without the assemblies that the host provides and that do not lie in the folder, for the runtime refuses a file that
    /// lists what is not there; <see langword="null"/> where nothing need be taken out.
    /// </summary>
    public static byte[]? WithoutHosts(string path, Func<string, bool> exists)
    {
        var root = Parse(path);
        var isChanged = false;
        foreach (var (_, library) in Libraries(root))
        {
            if ((library as JsonObject)?["runtime"] is not JsonObject runtime) continue;
            foreach (var asset in runtime.Select(entry => entry.Key).ToArray())
            {
                var dependency = new DependencyAsset(asset, Path.GetFileName(asset), IsManaged: true);
                if (dependency.IsHosts && !exists(asset) && !exists(dependency.FileName)) isChanged |= runtime.Remove(asset);
            }
        }
        return isChanged ? System.Text.Encoding.UTF8.GetBytes(root.ToJsonString()) : null;
    }

    private static JsonNode Parse(string path)
    {
        var name = Path.GetFileName(path);
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (stream.Length > LongestFile) throw new InvalidDataException($"{name} is longer than a dependency file can sensibly be.");
            var options = new JsonDocumentOptions { AllowDuplicateProperties = false };
            return JsonNode.Parse(stream, documentOptions: options) as JsonObject ?? throw new InvalidDataException($"{name} is no dependency file.");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"{name} is truncated or damaged: {exception.Message}", exception);
        }
    }

    private static string? TextOf(JsonNode? node, string name) =>
        (node as JsonObject)?[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Libraries(JsonNode root) =>
        Children(root, "targets").SelectMany(target => target.Value as JsonObject ?? []);

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Children(JsonNode? node, string name) =>
        (node as JsonObject)?[name] as JsonObject ?? [];
}
