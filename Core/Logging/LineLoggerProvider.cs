using Microsoft.Extensions.Logging;

namespace PluginFramework.Core.Logging;

/// <summary>Writes log entries as lines to a writer.</summary>
/// <param name="writer">Where to; disposed of with this only if <paramref name="ownsWriter"/>.</param>
/// <param name="format">How: for people at a terminal, or for a file.</param>
/// <param name="timeProvider">The clock.</param>
/// <param name="ownsWriter">The writer is this provider's own.</param>
internal sealed class LineLoggerProvider(TextWriter writer, LineFormat format, TimeProvider timeProvider, bool ownsWriter) : ILoggerProvider
{
    private readonly Lock _write = new(); // keeps lines whole

    public ILogger CreateLogger(string categoryName) => new LineLogger(this, categoryName);

    public void Dispose()
    {
        lock (_write)
        {
            if (ownsWriter) writer.Dispose();
            else writer.Flush();
        }
    }

    private void Write(LogLevel level, string category, string message, Exception? error)
    {
        var line = LineFormatter.Format(format, timeProvider, level, category, message, error);
        lock (_write)
        {
            writer.WriteLine(line);
        }
    }

    private sealed class LineLogger(LineLoggerProvider provider, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            provider.Write(logLevel, category, formatter(state, exception), exception);
    }
}
