using System.Buffers;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using PluginFramework.Scripting.Compilation;

namespace PluginFramework.Scripting.Consoles;

/// <summary>What a user entered lately, kept in a file that only the daemon reads. Safe for use from any thread.</summary>
internal sealed class EntryHistory
{
    internal const int MaxEntries = 500;
    private const int MaxEntry = 8 * 1024;
    private const int MaxCharacters = 256 * 1024;
    private const int MaxOctets = 4 * 1024 * 1024;

    private readonly Lock _lock = new(); // guards _entries and the file
    private readonly string _path;
    private readonly ILogger _logger;
    private ImmutableArray<string> _entries;

    public EntryHistory(string directory, string userId, ILogger logger)
    {
        // A user's id may be anything; its hash is a name on every file system.
        _path = Path.Combine(directory, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(userId)))[..32] + ".jsonl");
        _logger = logger;
        _entries = Read();
    }

    public ImmutableArray<string> Entries
    {
        get
        {
            lock (_lock) return _entries;
        }
    }

    /// <summary>Adds an entry, unless it is one that should not be kept: with a password in it, too long, or the last one again.</summary>
    public void Add(string code)
    {
        if (string.IsNullOrWhiteSpace(code) || code.Length > MaxEntry || EntryBounds.Problem(code) is not null || SecretMask.Apply(code) != code) return;
        lock (_lock)
        {
            if (_entries is [.., var last] && last == code) return;
            var entries = _entries.Add(code);
            var (skip, size) = (Math.Max(entries.Length - MaxEntries, 0), entries.Sum(entry => entry.Length));
            for (var i = 0; i < skip; i++) size -= entries[i].Length;
            while (size > MaxCharacters) size -= entries[skip++].Length;
            _entries = entries[skip..];
            Write();
        }
    }

    private ImmutableArray<string> Read()
    {
        try
        {
            var file = new FileInfo(_path);
            if (!file.Exists || file.Length > MaxOctets) return [];
            return [.. File.ReadLines(_path).TakeLast(MaxEntries).Select(Parse).OfType<string>()];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            ScriptingLog.HistoryUnreadable(_logger, _path, exception);
            return [];
        }
    }

    /// <summary>An entry is a JSON string; a line that is none, as after a crash, is left out.</summary>
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

    private void Write()
    {
        var content = new ArrayBufferWriter<byte>();
        foreach (var entry in _entries)
        {
            using (var writer = new Utf8JsonWriter(content)) writer.WriteStringValue(entry);
            content.Write("\n"u8);
        }

        try
        {
            CreateDirectory(Path.GetDirectoryName(_path)!);
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using (var file = new FileStream(_path + ".new", options)) file.Write(content.WrittenSpan);
            File.Move(_path + ".new", _path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            ScriptingLog.HistoryUnwritable(_logger, _path, exception);
        }
    }

    private static void CreateDirectory(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
