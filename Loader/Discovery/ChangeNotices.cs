using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Threading.Channels;

namespace PluginFramework.Loader.Discovery;

/// <summary>
/// Notices from the file system that something changed. They may be lost or never come (a network share, a folder that does not exist
/// yet, no watches left), so they only shorten the wait for the next look.
/// </summary>
internal sealed class ChangeNotices(ImmutableArray<string> directories, TimeProvider time) : IDisposable
{
    private const int MostPaths = 10_000;

    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly ConcurrentQueue<string> _changed = new();
    private readonly Dictionary<string, FolderNotices> _folders = new(StringComparer.Ordinal);

    /// <summary>Begins to listen on folders that have come, and stops on those that have gone.</summary>
    public void Listen()
    {
        foreach (var directory in directories.Select(Path.GetFullPath).Distinct())
        {
            if (Directory.Exists(directory))
            {
                if (_folders.TryGetValue(directory, out var folder)) folder.Renew();
                else _folders[directory] = new(directory, OnChange);
            }
            else if (_folders.Remove(directory, out var gone))
            {
                gone.Dispose();
            }
        }
    }

    /// <summary>Waits for a notice or until the time is up.</summary>
    /// <returns>Whether there was a notice.</returns>
    public async Task<bool> WaitAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(longest, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await _signal.Reader.ReadAsync(both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>The paths reported since the last call.</summary>
    public ImmutableHashSet<string> Take()
    {
        var paths = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        while (_changed.TryDequeue(out var path)) paths.Add(path);
        return paths.ToImmutable();
    }

    public void Dispose()
    {
        foreach (var folder in _folders.Values) folder.Dispose();
        _folders.Clear();
    }

    private void OnChange(string? path)
    {
        if (path is not null && _changed.Count < MostPaths) _changed.Enqueue(path);
        _signal.Writer.TryWrite(true);
    }
}
