using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using PluginFramework.Panels;

namespace PluginFramework.Core.Logging;

/// <summary>Keeps the latest entries of the log in memory, as plain text: nothing of what was logged is kept alive by it.</summary>
internal sealed class LogHistory(TimeProvider timeProvider) : ILoggerProvider
{
    /// <summary>How many entries are kept: enough for the hour before something went wrong on a quiet machine.</summary>
    public const int Capacity = 2000;

    /// <summary>The most of an entry that is kept, in characters; a stack trace fits.</summary>
    private const int MaxLength = 4096;

    private readonly Lock _lock = new(); // guards the fields below
    private readonly ViewLogLine[] _lines = new ViewLogLine[Capacity];
    private long _total;

    public ILogger CreateLogger(string categoryName) => new HistoryLogger(this, categoryName);

    /// <summary>What is kept, oldest first, and how many there have been in all.</summary>
    /// <param name="after">How many there had been at an earlier look: only what has come since is wanted.</param>
    public (ImmutableArray<ViewLogLine> Lines, long Total) List(long after = 0)
    {
        lock (_lock)
        {
            // More than there have been: that was an earlier daemon, and all of this one is news.
            var first = Math.Max(after > _total ? 0 : after, _total - Capacity);
            var lines = ImmutableArray.CreateBuilder<ViewLogLine>((int)(_total - first));
            for (var number = first; number < _total; number++) lines.Add(_lines[number % Capacity]);
            return (lines.MoveToImmutable(), _total);
        }
    }

    public void Dispose()
    {
        // Memory alone: what was logged last can still be shown.
    }

    private void Add(LogLevel level, string category, string message, Exception? error)
    {
        var text = error is null ? message : $"{message}\n{error}";
        var line = new ViewLogLine(timeProvider.GetUtcNow(), level.ToString(), category, text.Length <= MaxLength ? text : text[..MaxLength] + "…")
        {
            Tone = level switch { >= LogLevel.Error => ViewTone.Bad, LogLevel.Warning => ViewTone.Warning, _ => ViewTone.Neutral },
        };
        lock (_lock)
        {
            _lines[_total++ % Capacity] = line;
        }
    }

    private sealed class HistoryLogger(LogHistory history, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            history.Add(logLevel, category, formatter(state, exception), exception);
    }
}
