using System.Text.Json;

namespace PluginFramework.Core.Auditing;

/// <summary>
/// Reads the audit file from its end backwards, in blocks, so that memory does not grow with the file. Lines that are no entry, such as one
/// cut short by a crash, are passed over.
/// </summary>
internal static class AuditReader
{
    private const int BlockSize = 64 * 1024;

    /// <summary>The longest line that is read. What is recorded is far shorter.</summary>
    private const int MaxLine = 1024 * 1024;

    /// <summary>The entries that end at or before an offset, newest first, each with the offset its line begins at.</summary>
    /// <param name="path">The file; there are no entries where there is none.</param>
    /// <param name="end">Where to begin; <see langword="null"/>: at the end of the file.</param>
    public static IEnumerable<(long Offset, AuditEntry? Entry)> ReadBack(string path, long? end = null)
    {
        if (!File.Exists(path)) yield break;
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        var position = Math.Clamp(end ?? file.Length, 0, file.Length);
        var block = new byte[BlockSize];
        var rest = Array.Empty<byte>(); // what follows the first line feed of the block after, which is the end of a line
        var isComplete = false; // whether a line feed ends the rest
        var isTooLong = false;
        while (position > 0)
        {
            var count = (int)Math.Min(BlockSize, position);
            position -= count;
            file.Position = position;
            file.ReadExactly(block, 0, count);
            var lineEnd = count;
            for (var at = count - 1; at >= 0; at--)
            {
                if (block[at] != '\n') continue;
                if (isComplete && !isTooLong) yield return (position + at + 1, Parse([.. block.AsSpan(at + 1, lineEnd - at - 1), .. rest]));
                (rest, isComplete, isTooLong, lineEnd) = ([], true, false, at);
            }

            isTooLong |= rest.Length + lineEnd > MaxLine;
            rest = isTooLong ? [] : [.. block.AsSpan(0, lineEnd), .. rest];
        }

        if (isComplete && !isTooLong && rest.Length > 0) yield return (0, Parse(rest));
    }

    private static AuditEntry? Parse(byte[] line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, AuditJson.Default.AuditEntry) is { Action: not null, Outcome: not null } entry ? entry : null;
        }
        catch (JsonException)
        {
            return null; // passed over, as the summary says
        }
    }
}
