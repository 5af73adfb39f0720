using Microsoft.Extensions.Logging;

namespace PluginFramework.Core.Logging;

/// <summary>Makes the log of a process: lines on standard error, in a file, or both.</summary>
internal static class HostLogging
{
    /// <summary>A file, which is disposed of with the result.</summary>
    public static LineLoggerProvider ToFile(RotatingLogWriter file, TimeProvider timeProvider) => new(file, LineFormat.File, timeProvider, ownsWriter: true);

    /// <summary>The journal, as standard error.</summary>
    public static LineLoggerProvider ToJournal(TextWriter writer, TimeProvider timeProvider) => new(writer, LineFormat.Journal, timeProvider, ownsWriter: false);

    public static LineLoggerProvider ToConsole(TextWriter writer, bool coloured, TimeProvider timeProvider) =>
        new(writer, coloured ? LineFormat.ColouredConsole : LineFormat.Console, timeProvider, ownsWriter: false);

    public static LoggerFactory Create(IEnumerable<ILoggerProvider> providers, LogFilter filter) => new(providers, filter);
}
