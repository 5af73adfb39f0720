using System.Buffers;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using PluginFramework.Plugins;

namespace PluginFramework.Shell.Editing;

/// <summary>What users entered lately, for each a file that only the daemon reads: a JSON string a line. Safe for use from any thread.</summary>
internal sealed class HistoryFiles(IPluginContext context, ILogger logger)
{
    private const int MaxEntry = 8 * 1024;
    private const int MaxCharacters = 256 * 1024;

    /// <summary>As many octets as that many characters can take, escaped.</summary>
    private const int MaxOctets = 6 * MaxCharacters + (8 * History.MaxEntries);

    private readonly Lock _lock = new(); // guards the files

    /// <summary>The entries of a user, oldest first; none where they cannot be read.</summary>
    public ImmutableArray<string> Read(string userId)
    {
        lock (_lock) return ReadFile(userId);
    }

    /// <summary>Adds an entry, unless it is too long or the last one again. What is too much goes, the oldest first.</summary>
    public void Add(string userId, string entry)
    {
        if (entry.Length > MaxEntry) return;
        lock (_lock)
        {
            var entries = ReadFile(userId);
            if (entries is [.., var last] && last == entry) return;
            entries = entries.Add(entry);
            var (skip, characters) = (Math.Max(0, entries.Length - History.MaxEntries), entries.Sum(each => each.Length));
            while (characters > MaxCharacters) characters -= entries[skip++].Length;
            Write(userId, entries[skip..]);
        }
    }

    // A user's id may be anything; its hash is a name on every file system.
    private string PathOf(string userId) =>
        Path.Combine(context.DataDirectory, "history", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(userId)))[..32] + ".jsonl");

    private ImmutableArray<string> ReadFile(string userId)
    {
        try
        {
            var file = new FileInfo(PathOf(userId));
            return file.Exists && file.Length <= MaxOctets ? [.. File.ReadLines(file.FullName).TakeLast(History.MaxEntries).Select(Parse).OfType<string>()] : [];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            ShellLog.HistoryUnreadable(logger, exception);
            return [];
        }
    }

    /// <summary>A line that is none of this, as somebody's editor leaves it, is left out.</summary>
    private static string? Parse(string line)
    {
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(line));
            return reader.Read() && reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private void Write(string userId, ImmutableArray<string> entries)
    {
        var content = new ArrayBufferWriter<byte>();
        foreach (var entry in entries)
        {
            using (var writer = new Utf8JsonWriter(content)) writer.WriteStringValue(entry);
            content.Write("\n"u8);
        }

        try
        {
            var path = PathOf(userId);
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            else
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using (var file = new FileStream(path + ".new", options)) file.Write(content.WrittenSpan);
            File.Move(path + ".new", path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            ShellLog.HistoryUnwritable(logger, exception);
        }
    }
}
