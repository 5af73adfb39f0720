using System.Collections.Immutable;
using System.Text;
using Microsoft.Extensions.Logging;
using PluginFramework.Core.Graph;

namespace PluginFramework.Core.Lifecycle;

/// <summary>
/// Names the plugins that are being started, so that the next process knows which one ended this one. Written without a flush to disk:
/// what was written survives the end of the process, and the end of the machine is no plugin's doing. Safe for use from any thread.
/// </summary>
internal sealed class StartJournal : IDisposable
{
    /// <summary>The octets of an entry; each is written with one call, so that it is there whole or not at all.</summary>
    private const int Width = 256;

    /// <summary>More than any process ends in the middle of; a start beyond them is not written down.</summary>
    private const int MaxEntries = 64;

    private readonly ILogger _logger;
    private readonly FileStream _file;
    private readonly Lock _lock = new();
    private readonly bool[] _taken = new bool[MaxEntries];

    /// <summary>Opens the journal and reads what the last process left in it.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public StartJournal(string path, ILogger logger)
    {
        _logger = logger;
        _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        var buffer = new byte[Width * MaxEntries];
        var length = RandomAccess.Read(_file.SafeFileHandle, buffer, 0);
        Unfinished =
        [
            .. Encoding.UTF8.GetString(buffer, 0, length).Split('\n').Select(line => line.Trim(' ', '\0').Split(' '))
                .Where(words => words is [{ Length: > 0 }, { Length: > 0 }]).Select(words => new PluginVersionKey(words[0], words[1])),
        ];
        Clear();
    }

    /// <summary>The plugins that were being started when the last process ended.</summary>
    public ImmutableArray<PluginVersionKey> Unfinished { get; }

    /// <summary>The plugin's code is about to run.</summary>
    /// <returns>The entry, for <see cref="End"/>.</returns>
    public int Begin(string id, string contentHash)
    {
        int entry;
        lock (_lock)
        {
            entry = Array.IndexOf(_taken, false);
            if (entry >= 0) _taken[entry] = true;
        }

        if (entry >= 0) Write(entry, $"{id} {contentHash}");
        return entry;
    }

    /// <summary>It has run, or is no longer waited for.</summary>
    public void End(int entry)
    {
        if (entry < 0) return;
        Write(entry, "");
        lock (_lock) _taken[entry] = false;
    }

    /// <summary>The process is ended on purpose: whoever is starting has nothing to do with it.</summary>
    public void Clear() => RandomAccess.SetLength(_file.SafeFileHandle, 0);

    public void Dispose() => _file.Dispose();

    private void Write(int entry, string text)
    {
        try
        {
            RandomAccess.Write(_file.SafeFileHandle, Encoding.UTF8.GetBytes(text.PadRight(Width - 1) + "\n"), (long)entry * Width);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A full disk is no reason to start nothing.
            LifecycleLog.JournalFailed(_logger, exception);
        }
    }
}
