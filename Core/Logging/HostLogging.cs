using Microsoft.Extensions.Logging;

namespace PluginFramework.Core.Logging;

/// <summary>Makes the log of a process: lines on standard error, in a file, or both.</summary>
internal static class HostLogging
{
    /// <summary>A file to append to, made for its owner alone.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static LineLoggerProvider ToFile(string path, TimeProvider timeProvider)
    {
        var options = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.ReadWrite };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;
        return new(new StreamWriter(path, options) { AutoFlush = true }, LineFormat.File, timeProvider, ownsWriter: true);
    }

    public static LineLoggerProvider ToConsole(TextWriter writer, bool coloured, TimeProvider timeProvider) =>
        new(writer, coloured ? LineFormat.ColouredConsole : LineFormat.Console, timeProvider, ownsWriter: false);

    public static LoggerFactory Create(IEnumerable<ILoggerProvider> providers, LogFilter filter) => new(providers, filter);
}
