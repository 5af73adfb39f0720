using System.Text;

namespace PluginFramework.Core.Lifecycle;

/// <summary>
/// Names the plugin whose code is being started, so that the next process knows which one ended this one. Written without a flush to
/// disk: what was written survives the end of the process, and the end of the machine is no plugin's doing.
/// </summary>
internal sealed class StartJournal : IDisposable
{
    private const int Width = 256;
    private readonly FileStream _file;

    /// <summary>Opens the journal and reads what the last process left in it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="crashed">The id and content hash of the plugin that was being started when the last process ended.</param>
    public StartJournal(string path, out (string Id, string ContentHash)? crashed)
    {
        _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        var buffer = new byte[Width];
        var length = RandomAccess.Read(_file.SafeFileHandle, buffer, 0);
        var entry = Encoding.UTF8.GetString(buffer, 0, length).Trim().Split(' ');
        crashed = entry is [{ Length: > 0 } id, var hash] ? (id, hash) : null;
        End();
    }

    /// <summary>The plugin's code is about to run.</summary>
    public void Begin(string id, string contentHash) => Write($"{id} {contentHash}");

    /// <summary>It has run, or is no longer waited for.</summary>
    public void End() => Write("");

    public void Dispose() => _file.Dispose();

    private void Write(string entry) => RandomAccess.Write(_file.SafeFileHandle, Encoding.UTF8.GetBytes(entry.PadRight(Width - 1) + "\n"), 0);
}
