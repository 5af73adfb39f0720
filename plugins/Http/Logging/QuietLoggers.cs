using Microsoft.Extensions.Logging;

namespace PluginFramework.Http.Logging;

/// <summary>The daemon's loggers, of which those of ASP.NET Core say only what is amiss: it notes each request, and so does the access log.</summary>
internal sealed class QuietLoggers(ILoggerFactory inner) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName)
    {
        var logger = inner.CreateLogger(categoryName);
        return categoryName.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) ? new QuietLogger(logger) : logger;
    }

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("The daemon chooses where its log goes.");

    public void Dispose()
    {
        // The daemon's.
    }

    private sealed class QuietLogger(ILogger inner) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning && inner.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel >= LogLevel.Warning) inner.Log(logLevel, eventId, state, exception, formatter);
        }
    }
}
