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

    private const string SlowMark = "slow";

    private readonly ILogger _logger;
    private readonly FileStream _file;

    /// <summary>Guards <see cref="_taken"/>.</summary>
    private readonly Lock _lock = new();
    private readonly string?[] _taken = new string?[MaxEntries];

    /// <summary>Opens the journal and reads what the last process left in it.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public StartJournal(string path, ILogger logger)
    {
        _logger = logger;
        _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        var buffer = new byte[Width * MaxEntries];
        var length = RandomAccess.Read(_file.SafeFileHandle, buffer, 0);
        var entries = Encoding.UTF8.GetString(buffer, 0, length).Split('\n').Select(line => line.Trim(' ', '\0').Split(' '))
            .Where(words => words is [{ Length: > 0 }, { Length: > 0 }, ..]).ToList();
        Unfinished = [.. entries.Select(words => new PluginVersionKey(words[0], words[1]))];
        IsAmbiguous = entries.Count > 1 || entries is [[_, _, SlowMark]];
        // Whoever is named is judged now. Suspects are for the next process that starts plugins.
        if (!IsAmbiguous) Clear();
    }

    /// <summary>The plugins that were being started when the last process ended.</summary>
    public ImmutableArray<PluginVersionKey> Unfinished { get; }

    /// <summary>It may have been any of them, or what ran beside the only one, which had been starting for long.</summary>
    public bool IsAmbiguous { get; }

    /// <summary>The plugin's code is about to run.</summary>
    /// <returns>The entry, for <see cref="End"/>.</returns>
    public int Begin(string id, string contentHash)
    {
        int entry;
        lock (_lock)
        {
            entry = Array.IndexOf(_taken, null);
            if (entry >= 0) _taken[entry] = $"{id} {contentHash}";
        }

        if (entry >= 0) Write(entry, $"{id} {contentHash}");
        return entry;
    }

    /// <summary>It takes so long that others run beside it.</summary>
    public void Slow(int entry)
    {
        if (entry >= 0) Write(entry, $"{_taken[entry]} {SlowMark}");
    }

    /// <summary>It has run, or is no longer waited for.</summary>
    public void End(int entry)
    {
        if (entry < 0) return;
        Write(entry, "");
        lock (_lock) _taken[entry] = null;
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
