using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace PluginFramework.Chat.Offline;

/// <summary>
/// The file of one user's waiting messages: a JSON record a line, appended and flushed to disk before <see cref="Append"/> returns. A
/// last line without its line feed is an append that never returned, and does not count. One caller at a time.
/// </summary>
internal sealed class OfflineMailbox(string path, ILogger logger)
{
    /// <summary>False when there are <paramref name="limit"/> messages already.</summary>
    public bool Append(OfflineMessage message, int limit)
    {
        // Syncing a new file makes its directory entry durable as well on the journalling file systems of Linux and on NTFS.
        using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        var content = new byte[file.Length];
        file.ReadExactly(content);
        if (content.AsSpan().Count((byte)'\n') >= limit) return false;

        file.SetLength(content.AsSpan().LastIndexOf((byte)'\n') + 1);
        file.Seek(0, SeekOrigin.End);
        file.Write([.. JsonSerializer.SerializeToUtf8Bytes(message, OfflineJsonContext.Default.OfflineMessage), (byte)'\n']);
        file.Flush(flushToDisk: true);
        return true;
    }

    /// <summary>The messages, and how many records they are: a damaged record counts and is logged.</summary>
    public (List<OfflineMessage> Messages, int Records) Read()
    {
        var messages = new List<OfflineMessage>();
        if (!File.Exists(path)) return (messages, 0);

        var records = 0;
        var rest = File.ReadAllBytes(path).AsSpan();
        for (int end; (end = rest.IndexOf((byte)'\n')) >= 0; rest = rest[(end + 1)..])
        {
            records++;
            try
            {
                if (JsonSerializer.Deserialize(rest[..end], OfflineJsonContext.Default.OfflineMessage) is { } message) messages.Add(message);
            }
            catch (JsonException exception)
            {
                logger.OfflineRecordDamaged(exception, path, records);
            }
        }

        return (messages, records);
    }

    /// <summary>Removes the first records; killed at any instant, either all of them or none are gone.</summary>
    public void Remove(int records)
    {
        var rest = File.ReadAllBytes(path).AsSpan();
        for (; records > 0; records--) rest = rest[(rest.IndexOf((byte)'\n') + 1)..];
        if (rest.IsEmpty)
        {
            File.Delete(path);
            return;
        }

        var replacement = path + ".new";
        using (var file = new FileStream(replacement, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            file.Write(rest);
            file.Flush(flushToDisk: true);
        }

        File.Move(replacement, path, overwrite: true);
    }
}
