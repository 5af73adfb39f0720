using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace PluginFramework.Core.Configuration;

/// <summary>Changes a value in JSON with comments and leaves every other octet as it was.</summary>
internal static class JsoncEditor
{
    /// <summary>A text as a JSON string.</summary>
    public static string Quote(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    /// <summary>Replaces the value at a path, or adds it with the objects around it; the index just after a list's last appends to it.</summary>
    /// <exception cref="HostConfigurationException">The text or the value is not valid, or the path leads through something that is no object.</exception>
    public static byte[] Set(byte[] text, string source, string json, params ReadOnlySpan<string> path)
    {
        JsoncReader.ReadValue(json, string.Join(':', path));
        var root = JsoncReader.ReadFile(text, source);
        if (root.Start == root.End) return Checked([.. text, .. Encoding.UTF8.GetBytes(EndingLine(text) + Nest(json, path, "", "\n") + "\n")], source);
        var (parent, depth) = (root, 0);
        while (parent.Find(path[depth]) is { } child)
        {
            if (depth == path.Length - 1) return Checked(Splice(text, (child.Start, child.End, json)), source);
            (parent, depth) = (child, depth + 1);
        }

        var isNextElement = parent.Kind == NodeKind.Array && depth == path.Length - 1 &&
                            path[depth] == parent.Children.Count.ToString(CultureInfo.InvariantCulture);
        if (parent.Kind != NodeKind.Object && !isNextElement)
        {
            throw new HostConfigurationException($"{string.Join(':', path[..depth])} at {parent.Origin} is no object, so '{path[depth]}' cannot be set in it.");
        }

        return Checked(Add(text, parent, json, path[depth..]), source);
    }

    /// <summary>Removes the value at a path with its key and comma; the same text where there is none.</summary>
    /// <exception cref="HostConfigurationException">The text is not valid.</exception>
    public static byte[] Remove(byte[] text, string source, params ReadOnlySpan<string> path)
    {
        var root = JsoncReader.ReadFile(text, source);
        if (root.Find(path[..^1]) is not { } parent || !parent.Children.TryGetValue(path[^1], out var node)) return text;
        var (start, end) = (node.KeyStart, node.End);
        var comma = JsoncTrivia.Skip(text, end);
        if (text[comma] == ',')
        {
            // A comment between the value and its comma stays.
            return Checked(comma == end ? Splice(text, WholeLine(text, start, end + 1)) : Splice(text, (comma, comma + 1, ""), (start, end, "")), source);
        }

        var index = parent.Children.IndexOf(path[^1]);
        if (index == 0) return Checked(Splice(text, WholeLine(text, start, end)), source);
        var before = JsoncTrivia.Skip(text, parent.Children.GetAt(index - 1).Value.End);
        return Checked(Splice(text, WholeLine(text, start, end), (before, before + 1, "")), source);
    }

    private static byte[] Add(byte[] text, ConfigurationNode parent, string json, ReadOnlySpan<string> path)
    {
        var newLine = text.AsSpan().IndexOf("\r\n"u8) >= 0 ? "\r\n" : "\n";
        var close = parent.End - 1;
        var closeLine = LineStart(text, close);
        var ownLine = text.AsSpan(closeLine, close - closeLine).Trim(" \t"u8).IsEmpty;
        var indent = Indent(text, close) + "  ";
        var last = parent.Children.Count > 0 ? parent.Children.GetAt(parent.Children.Count - 1).Value : null;
        if (last is not null && ownLine && IsFirstOnLine(text, last.KeyStart)) indent = Indent(text, last.KeyStart);
        var member = parent.Kind == NodeKind.Array ? json : Quote(path[0]) + ": " + Nest(json, path[1..], indent, newLine);

        var trailingComma = last is not null && text[JsoncTrivia.Skip(text, last.End)] == ',';
        var comma = (last?.End ?? close, last?.End ?? close, last is null || trailingComma ? "" : ",");
        var after = trailingComma ? "," : "";
        if (ownLine) return Splice(text, (closeLine, closeLine, indent + member + after + newLine), comma);
        if (last is null && parent.Kind == NodeKind.Object && close == parent.Start + 1)
        {
            return Splice(text, (close, close, newLine + indent + member + newLine + Indent(text, close)));
        }

        // On one line: after what stands last before the bracket, whether value, comma or comment.
        var end = close;
        while (text[end - 1] is (byte)' ' or (byte)'\t') end--;
        var space = parent.Kind == NodeKind.Array && last is null ? "" : " ";
        return Splice(text, (end, end, (end == last?.End ? "," : "") + space + member + after), end == last?.End ? (end, end, "") : comma);
    }

    /// <summary>The value inside the objects that lead to it.</summary>
    private static string Nest(string json, ReadOnlySpan<string> path, string indent, string newLine)
    {
        if (path.IsEmpty) return json;
        var inner = indent + "  ";
        return $"{{{newLine}{inner}{Quote(path[0])}: {Nest(json, path[1..], inner, newLine)}{newLine}{indent}}}";
    }

    /// <summary>Applies replacements given from the last to the first.</summary>
    private static byte[] Splice(byte[] text, params ReadOnlySpan<(int Start, int End, string With)> edits)
    {
        var result = text;
        foreach (var (start, end, with) in edits) result = [.. result[..start], .. Encoding.UTF8.GetBytes(with), .. result[end..]];
        return result;
    }

    /// <summary>The removal of a range, with its line when nothing else stands on it.</summary>
    private static (int Start, int End, string With) WholeLine(byte[] text, int start, int end)
    {
        var lineStart = LineStart(text, start);
        var lineEnd = text.AsSpan(end).IndexOf((byte)'\n') is var found && found < 0 ? text.Length : end + found + 1;
        var alone = lineStart > 0 && text.AsSpan(lineStart, start - lineStart).Trim(" \t"u8).IsEmpty && text.AsSpan(end, lineEnd - end).Trim(" \t\r\n"u8).IsEmpty;
        if (alone) return (lineStart, lineEnd, "");
        while (end < text.Length && text[end] is (byte)' ' or (byte)'\t' && text[start - 1] is (byte)' ' or (byte)'\t' or (byte)'[' or (byte)'{') end++;
        return (start, end, "");
    }

    private static byte[] Checked(byte[] text, string source)
    {
        JsoncReader.ReadFile(text, source);
        return text;
    }

    private static string EndingLine(byte[] text) => text is [] or [.., (byte)'\n'] ? "" : "\n";

    private static int LineStart(byte[] text, int offset) => text.AsSpan(0, offset).LastIndexOf((byte)'\n') + 1;

    private static bool IsFirstOnLine(byte[] text, int offset)
    {
        var start = LineStart(text, offset);
        return text.AsSpan(start, offset - start).Trim(" \t"u8).IsEmpty;
    }

    private static string Indent(byte[] text, int offset)
    {
        var line = text.AsSpan(LineStart(text, offset));
        var length = line.IndexOfAnyExcept((byte)' ', (byte)'\t');
        return Encoding.UTF8.GetString(length < 0 ? line : line[..length]);
    }
}
