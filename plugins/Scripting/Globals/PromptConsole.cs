using System.Globalization;
using System.Text;

namespace PluginFramework.Scripting.Globals;

/// <summary>
/// What <c>Console</c> means in an entry: its output goes into the entry's result. The real console belongs to the daemon, and setting its
/// writer would be a hook for the whole process.
/// </summary>
public static class PromptConsole
{
    /// <summary>How many characters of output an entry keeps; what is written beyond is dropped.</summary>
    internal const int MaxOutput = 64 * 1024;

    // Execution contexts are captured by timers and tasks that outlive the prompt. They may hold nothing of a type of this plugin.
    private static readonly AsyncLocal<Tuple<StringBuilder, SemaphoreSlim>?> Current = new();

    /// <summary>The entry's output.</summary>
    public static TextWriter Out { get; } = new Writer();

    /// <summary>The entry's output, too.</summary>
    public static TextWriter Error => Out;

    /// <summary>Empty: a prompt's user cannot be asked.</summary>
    public static TextReader In => TextReader.Null;

    /// <summary>Always <see langword="null"/>: a prompt's user cannot be asked.</summary>
    public static string? ReadLine() => null;

    /// <summary>Writes a value.</summary>
    public static void Write(object? value) => Append(Convert.ToString(value, CultureInfo.InvariantCulture));

    /// <summary>Writes text.</summary>
    public static void Write(string? value) => Append(value);

    /// <summary>Writes a formatted text.</summary>
    public static void Write(string format, params object?[] arguments) => Append(string.Format(CultureInfo.InvariantCulture, format, arguments));

    /// <summary>Ends the line.</summary>
    public static void WriteLine() => Append("\n");

    /// <summary>Writes a value and ends the line.</summary>
    public static void WriteLine(object? value) => Append(Convert.ToString(value, CultureInfo.InvariantCulture) + "\n");

    /// <summary>Writes text and ends the line.</summary>
    public static void WriteLine(string? value) => Append(value + "\n");

    /// <summary>Writes a formatted text and ends the line.</summary>
    public static void WriteLine(string format, params object?[] arguments) =>
        Append(string.Format(CultureInfo.InvariantCulture, format, arguments) + "\n");

    /// <summary>From here on, output of this flow of execution goes into <paramref name="output"/>, which is told of it.</summary>
    internal static void Attach(Tuple<StringBuilder, SemaphoreSlim>? output) => Current.Value = output;

    /// <summary>What was written, 64 KiB of UTF-8 at most.</summary>
    internal static string Take(StringBuilder output)
    {
        string text;
        lock (output) text = output.ToString();
        return Cut(text, MaxOutput);
    }

    /// <summary>The beginning of a text, of so many octets of UTF-8 at most.</summary>
    internal static string Cut(string text, int maxOctets)
    {
        if (Encoding.UTF8.GetByteCount(text) <= maxOctets) return text;
        var bytes = new byte[maxOctets];
        Encoding.UTF8.GetEncoder().Convert(text, bytes, flush: true, out var charsUsed, out _, out _);
        return text[..charsUsed];
    }

    private static void Append(ReadOnlySpan<char> text)
    {
        if (Current.Value is not var (output, written)) return;
        lock (output)
        {
            output.Append(text[..Math.Min(text.Length, MaxOutput - output.Length)]);
            if (written.CurrentCount == 0) written.Release();
        }
    }

    private sealed class Writer : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => Append([value]);

        public override void Write(char[] buffer, int index, int count) => Append(buffer.AsSpan(index, count));

        public override void Write(ReadOnlySpan<char> buffer) => Append(buffer);

        public override void Write(string? value) => Append(value);
    }
}
