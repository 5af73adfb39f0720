namespace PluginFramework.Loader.Discovery;

/// <summary>
/// Notices of one folder. On Linux the runtime's watcher of a folder and all below it ends without a word once a folder was moved out and another one moved
/// in, as whoever replaces a plugin's folder does (dotnet/runtime issue 133420). A watcher of the folder alone goes on, so there are both: what it
/// tells is also when the other one is made anew.
/// </summary>
internal sealed class FolderNotices : IDisposable
{
    private readonly string _directory;
    private readonly Action<string?> _changed;
    private readonly FileSystemWatcher? _alone;
    private FileSystemWatcher? _whole;
    private volatile bool _mayHaveEnded;

    /// <summary>Begins to listen.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="changed">Told of each change, with its path where it is known; from any thread.</param>
    public FolderNotices(string directory, Action<string?> changed)
    {
        (_directory, _changed) = (directory, changed);
        _alone = OperatingSystem.IsLinux() ? Start(isWhole: false) : null;
        _whole = Start(isWhole: true);
    }

    /// <summary>Listens on where a watcher may have ended, or could not be had so far.</summary>
    public void Renew()
    {
        if (_whole is not null && !_mayHaveEnded) return;
        _mayHaveEnded = false;
        _whole?.Dispose();
        _whole = Start(isWhole: true);
    }

    public void Dispose()
    {
        _alone?.Dispose();
        _whole?.Dispose();
    }

    private FileSystemWatcher? Start(bool isWhole)
    {
        FileSystemWatcher? watcher = null;
        try
        {
            watcher = new FileSystemWatcher(_directory)
            {
                IncludeSubdirectories = isWhole,
                NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | (isWhole ? NotifyFilters.LastWrite | NotifyFilters.Size : 0),
            };
            FileSystemEventHandler heard = isWhole ? (_, change) => _changed(change.FullPath) : (_, change) => OnMoved(change.FullPath);
            watcher.Created += heard;
            watcher.Changed += heard;
            watcher.Deleted += heard;
            watcher.Renamed += (sender, change) => heard(sender, change);
            watcher.Error += (_, _) => OnMoved(null);
            watcher.EnableRaisingEvents = true;
            var started = watcher;
            watcher = null;
            return started;
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or UnauthorizedAccessException)
        {
            // The system has no watch left, or the folder has just gone: looking regularly serves, and listening is tried again then.
            return null;
        }
        finally
        {
            watcher?.Dispose();
        }
    }

    private void OnMoved(string? path)
    {
        _mayHaveEnded = true;
        _changed(path);
    }
}
