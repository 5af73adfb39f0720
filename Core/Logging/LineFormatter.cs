using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;

namespace PluginFramework.Core.Logging;

/// <summary>Makes a log entry a line; further lines of it are indented, so that no client can forge an entry.</summary>
internal static class LineFormatter
{
    public static string Format(LineFormat format, TimeProvider timeProvider, LogLevel level, string category, string message, Exception? error)
    {
        if (format == LineFormat.Journal)
        {
            var prefix = $"<{Priority(level)}>";
            return prefix + Format(LineFormat.Bare, timeProvider, level, category, message, error).Replace("\n", "\n" + prefix, StringComparison.Ordinal);
        }

        var time = format == LineFormat.File
            ? timeProvider.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)
            : timeProvider.GetLocalNow().ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        var line = format == LineFormat.Bare ? new StringBuilder() : new StringBuilder(time).Append(' ').Append(Word(format, level)).Append(' ');
        line.Append(Short(format, category)).Append(": ");
        AppendSafely(line, message);
        if (error is null) return line.ToString();
        line.Append(format == LineFormat.File ? "\n    " : ": ");
        AppendSafely(line, format == LineFormat.File ? error.ToString() : error.Message);
        return line.ToString();
    }

    /// <summary>The severity of syslog (RFC 5424 §6.2.1).</summary>
    public static int Priority(LogLevel level) => level switch
    {
        LogLevel.Critical => 2,
        LogLevel.Error => 3,
        LogLevel.Warning => 4,
        LogLevel.Information => 6,
        _ => 7,
    };

    private static string Word(LineFormat format, LogLevel level)
    {
        var (word, colour) = level switch
        {
            LogLevel.Trace => ("trace", "90"),
            LogLevel.Debug => ("debug", "90"),
            LogLevel.Information => ("info", "32"),
            LogLevel.Warning => ("warn", "33"),
            LogLevel.Error => ("error", "31"),
            _ => ("fatal", "31"),
        };
        word = word.PadRight(5);
        return format == LineFormat.ColouredConsole ? $"\e[{colour}m{word}\e[0m" : word;
    }

    /// <summary>At a terminal the last part of a type's name says enough; a plugin's id may have dots and stays whole.</summary>
    private static string Short(LineFormat format, string category) =>
        format != LineFormat.File && category.Length > 0 && char.IsAsciiLetterUpper(category[0]) ? category[(category.LastIndexOf('.') + 1)..] : category;

    private static void AppendSafely(StringBuilder line, string text)
    {
        foreach (var character in text)
        {
            if (character == '\n') line.Append("\n    ");
            else if (character == '\t') line.Append(' ');
            else if (character != '\r') line.Append(char.IsControl(character) ? '\uFFFD' : character);
        }
    }
}
