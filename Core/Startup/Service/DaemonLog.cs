using Microsoft.Extensions.Logging;
using PluginFramework.Core.Configuration;
using PluginFramework.Core.Logging;

namespace PluginFramework.Core.Startup.Service;

/// <summary>Where the log of a daemon goes: standard error, a file, the system's log.</summary>
internal sealed class DaemonLog : IDisposable
{
    private readonly RotatingLogWriter? _file;
    private readonly List<ILoggerProvider> _providers;

    /// <exception cref="IOException">The file cannot be opened, or the system's log does not listen.</exception>
    public DaemonLog(CommandContext context, DaemonSettings settings, bool detached, HostConfiguration configuration)
    {
        Filter = new(context.LogFloor);
        Filter.Apply(configuration);
        var builder = context.Builder;
        History = new(builder.TimeProvider);
        _providers = [History];
        if (!detached) _providers.Add(JournalStream.IsStandardError(builder) ? HostLogging.ToJournal(builder.Error, builder.TimeProvider) : context.ConsoleLog);
        if (settings.Syslog is { } syslog) _providers.Add(new SyslogLoggerProvider(syslog, builder.TimeProvider));
        var path = context.Parsed.GetValue(context.Options.LogFile) ?? (detached && settings.Syslog is null ? context.RunDirectory.LogFile : null);
        if (path is not null)
        {
            _file = new(path, settings.LogFileSize, settings.LogFileCount);
            _providers.Add(HostLogging.ToFile(_file, builder.TimeProvider));
        }

        Loggers = HostLogging.Create(_providers, Filter);
    }

    public LogFilter Filter { get; }

    /// <summary>The latest entries.</summary>
    public LogHistory History { get; }

    public ILoggerFactory Loggers { get; }

    /// <summary>Opens the file again, which may have been moved away.</summary>
    /// <returns>What went wrong; <see langword="null"/>: nothing.</returns>
    public string? Reopen() => _file?.Reopen();

    public void Dispose()
    {
        Loggers.Dispose();
        // Which leaves alone what it was given. Whoever logs from now on is not heard: the next daemon may be at the file already.
        foreach (var provider in _providers) provider.Dispose();
    }
}
