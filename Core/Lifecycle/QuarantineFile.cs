using System.Text.Json;
using System.Text.Json.Serialization;
using PluginFramework.Core.Configuration;
using PluginFramework.Core.Graph;
using PluginFramework.Loader.Feeds.Layout;

namespace PluginFramework.Core.Lifecycle;

/// <summary>The plugins that ended the process while they were starting, kept from run to run. Used from the lifecycle thread.</summary>
internal sealed partial class QuarantineFile
{
    private readonly string _path;
    private readonly Dictionary<PluginVersionKey, QuarantineEntry> _entries;

    /// <summary>Reads the file.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public QuarantineFile(string path)
    {
        _path = path;
        DurableFiles.DeleteParts(path);
        try
        {
            var entries = File.Exists(path) ? JsonSerializer.Deserialize(File.ReadAllBytes(path), Json.Default.QuarantineEntryArray) : null;
            _entries = (entries ?? []).DistinctBy(entry => entry.Key).ToDictionary(entry => entry.Key);
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"{path} is damaged: {exception.Message} Delete it to let all quarantined plugins start again.", exception);
        }
    }

    public IReadOnlyCollection<PluginVersionKey> Entries => _entries.Keys;

    /// <param name="plugin">The plugin.</param>
    /// <param name="generation">The generation on trial; <see langword="null"/>: none is.</param>
    public void Add(PluginVersionKey plugin, int? generation)
    {
        if (_entries.TryAdd(plugin, new(plugin.Id, plugin.ContentHash, generation))) Save();
    }

    /// <summary>Lets every version of a plugin start again.</summary>
    public void Remove(string id) => RemoveWhere(entry => entry.Id == id);

    /// <summary>Lets start again what ended the process in the trial of certain generations.</summary>
    public void RemoveTrials(Func<int, bool> isMeant) => RemoveWhere(entry => entry.Generation is { } generation && isMeant(generation));

    private void RemoveWhere(Func<QuarantineEntry, bool> isMeant)
    {
        var removed = _entries.Values.Where(isMeant).ToList();
        foreach (var entry in removed) _entries.Remove(entry.Key);
        if (removed.Count > 0) Save();
    }

    private void Save() => AtomicFile.Write(_path, JsonSerializer.SerializeToUtf8Bytes([.. _entries.Values], Json.Default.QuarantineEntryArray));

    [JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonSerializable(typeof(QuarantineEntry[]))]
    private sealed partial class Json : JsonSerializerContext;
}
