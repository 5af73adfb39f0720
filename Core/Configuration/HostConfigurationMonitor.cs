using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using PluginFramework.Plugins;

namespace PluginFramework.Core.Configuration;

/// <summary>Watches the configuration file and reads it again when it changes. Safe for use from any thread.</summary>
/// <remarks>An invalid edit changes nothing and is logged with its line and column.</remarks>
public sealed partial class HostConfigurationMonitor : IAsyncDisposable
{
    /// <summary>Editors write a file in several steps; this long after the last of them it is read.</summary>
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(200);

    private readonly HostConfigurationSources _sources;
    private readonly Func<HostConfiguration, IEnumerable<string>>? _validate;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private readonly FileSystemWatcher? _watcher;
    private readonly Channel<HostConfiguration> _changes =
        Channel.CreateBounded<HostConfiguration>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });

    private readonly Lock _reload = new(); // guards _text and the order of changes
    private byte[]? _text;

    /// <param name="sources">Where the configuration comes from.</param>
    /// <param name="current">What is in force.</param>
    /// <param name="validate">What else is wrong with a configuration about to be taken: plugin options, for one. May be <see langword="null"/>.</param>
    /// <param name="logger">Told of each change, taken or refused.</param>
    /// <param name="timeProvider">The clock.</param>
    public HostConfigurationMonitor(
        HostConfigurationSources sources,
        HostConfiguration current,
        Func<HostConfiguration, IEnumerable<string>>? validate,
        ILogger logger,
        TimeProvider timeProvider)
    {
        ArgumentNullException.ThrowIfNull(sources);
        ArgumentNullException.ThrowIfNull(current);
        ArgumentNullException.ThrowIfNull(timeProvider);
        (_sources, Current, _validate, _logger) = (sources, current, validate, logger);
        _text = current.FileText;
        _timer = timeProvider.CreateTimer(_ => Reload(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _watcher = Watch(Path.GetFullPath(sources.FilePath));

        // An edit made since the current one was read raises no event any more.
        Touched();
    }

    /// <summary>The configuration in force: the last valid one.</summary>
    public HostConfiguration Current { get; private set; }

    /// <summary>Valid configurations as they come, until cancelled or disposed of. For one reader, who gets the latest where it is slow.</summary>
    public async IAsyncEnumerable<HostConfiguration> ReadChangesAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var change in _changes.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false)) yield return change;
    }

    /// <summary>Reads the file now. False when it is as before, or invalid.</summary>
    public bool Reload()
    {
        lock (_reload)
        {
            var text = ConfigurationFile.TryReadText(_sources.FilePath);
            if (text is not null && _text is not null && text.AsSpan().SequenceEqual(_text)) return false;
            _text = text;
            try
            {
                var changed = HostConfiguration.Load(_sources);
                var errors = _validate?.Invoke(changed).ToArray() ?? [];
                if (errors.Length > 0) throw new HostConfigurationException(string.Join(Environment.NewLine, errors));
                Current = changed;
                _text = changed.FileText; // it may have been written again since it was compared
            }
            catch (Exception error) when (error is HostConfigurationException or PluginConfigurationException)
            {
                LogRefused(_logger, error.Message);
                return false;
            }

            LogTaken(_logger, _sources.FilePath);
            _changes.Writer.TryWrite(Current);
            return true;
        }
    }

    /// <summary>Ends the watch and <see cref="ReadChangesAsync"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        _watcher?.Dispose();
        await _timer.DisposeAsync().ConfigureAwait(false);
        _changes.Writer.TryComplete();
    }

    private FileSystemWatcher? Watch(string path)
    {
        FileSystemWatcher? watcher = null;
        try
        {
            watcher = new(Path.GetDirectoryName(path)!, Path.GetFileName(path));
            watcher.Changed += (_, _) => Touched();
            watcher.Created += (_, _) => Touched();
            watcher.Deleted += (_, _) => Touched();
            watcher.Renamed += (_, _) => Touched();
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (Exception error) when (error is IOException or ArgumentException or UnauthorizedAccessException)
        {
            // The system's limit of watches is a likely cause; the daemon works without.
            watcher?.Dispose();
            LogNotWatched(_logger, path, error.Message);
            return null;
        }
    }

    private void Touched() => _timer.Change(Settle, Timeout.InfiniteTimeSpan);

    [LoggerMessage(Level = LogLevel.Error, Message = "The changed configuration is not taken, the former stays in force: {Errors}")]
    private static partial void LogRefused(ILogger logger, string errors);

    [LoggerMessage(Level = LogLevel.Information, Message = "The configuration {Path} has changed and is taken")]
    private static partial void LogTaken(ILogger logger, string path);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Changes of {Path} will not be noticed: {Error}")]
    private static partial void LogNotWatched(ILogger logger, string path, string error);
}
