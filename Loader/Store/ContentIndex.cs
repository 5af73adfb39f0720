using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace PluginFramework.Loader.Store;

/// <summary>
/// Remembers what the content of unchanged files hashes to, so that a restart need not read them. A line an entry with a check sum,
/// appended; a damaged line is passed over, and costs no more than hashing again.
/// </summary>
internal sealed class ContentIndex(string path)
{
    private const int HashLength = 64;
    private const int CheckLength = 8;

    // Guards writing the file.
    private readonly Lock _lock = new();
    private readonly Lazy<ConcurrentDictionary<string, string>> _entries = new(() => Read(path));

    public string? Find(string key) => _entries.Value.GetValueOrDefault(key);

    public void Add(string key, string hash)
    {
        if (_entries.Value.TryGetValue(key, out var known) && known == hash) return;
        _entries.Value[key] = hash;
        lock (_lock)
        {
            // One write in append mode: lines of several processes do not mix, and a line cut short by a kill fails its check.
            using var stream = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            stream.Write(Encoding.ASCII.GetBytes("\n" + Line(key, hash)));
        }
    }

    /// <summary>Keeps the entries of these hashes only.</summary>
    public void Trim(IReadOnlySet<string> hashes)
    {
        lock (_lock)
        {
            foreach (var (key, hash) in _entries.Value)
            {
                if (!hashes.Contains(hash)) _entries.Value.TryRemove(key, out _);
            }
            var temporary = $"{path}.{Guid.NewGuid():n}.tmp";
            File.WriteAllText(temporary, string.Join("\n", _entries.Value.Select(entry => Line(entry.Key, entry.Value))));
            File.Move(temporary, path, overwrite: true);
        }
    }

    private static ConcurrentDictionary<string, string> Read(string path)
    {
        var entries = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        if (!File.Exists(path)) return entries;
        foreach (var line in File.ReadLines(path, Encoding.Latin1))
        {
            if (line.Length != HashLength + 1 + HashLength + 1 + CheckLength) continue;
            var (key, hash) = (line[..HashLength], line.Substring(HashLength + 1, HashLength));
            if (line == Line(key, hash)) entries[key] = hash;
        }
        return entries;
    }

    private static string Line(string key, string hash) =>
        $"{key} {hash} {Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(key + hash)))[..CheckLength]}";
}
