using System.Text.Json;
using System.Text.Json.Serialization;
using PluginFramework.Core.Configuration;
using PluginFramework.Core.Graph;

namespace PluginFramework.Core.Lifecycle;

/// <summary>The plugins that ended the process while they were starting, kept from run to run. Used from the lifecycle thread.</summary>
internal sealed partial class QuarantineFile
{
    private readonly string _path;
    private readonly HashSet<PluginVersionKey> _entries;

    /// <summary>Reads the file.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public QuarantineFile(string path)
    {
        _path = path;
        try
        {
            _entries = File.Exists(path) ? [.. JsonSerializer.Deserialize(File.ReadAllBytes(path), Json.Default.PluginVersionKeyArray) ?? []] : [];
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"{path} is damaged: {exception.Message} Delete it to let all quarantined plugins start again.", exception);
        }
    }

    public IReadOnlyCollection<PluginVersionKey> Entries => _entries;

    public void Add(PluginVersionKey plugin)
    {
        if (_entries.Add(plugin)) Save();
    }

    /// <summary>Lets every version of a plugin start again.</summary>
    public void Remove(string id)
    {
        if (_entries.RemoveWhere(entry => entry.Id == id) > 0) Save();
    }

    private void Save() => AtomicFile.Write(_path, JsonSerializer.SerializeToUtf8Bytes([.. _entries], Json.Default.PluginVersionKeyArray));

    [JsonSerializable(typeof(PluginVersionKey[]))]
    private sealed partial class Json : JsonSerializerContext;
}
