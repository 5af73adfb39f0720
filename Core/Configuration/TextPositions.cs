using System.Text;

namespace PluginFramework.Core.Configuration;

/// <summary>Turns offsets in UTF-8 text into lines and columns as editors count them: from 1, in characters.</summary>
internal readonly ref struct TextPositions(ReadOnlySpan<byte> text, string source)
{
    private readonly ReadOnlySpan<byte> _text = text;

    public ConfigurationOrigin At(int offset)
    {
        var before = _text[..Math.Min(offset, _text.Length)];
        var lineStart = before.LastIndexOf((byte)'\n') + 1;
        return new(source, before.Count((byte)'\n') + 1, Encoding.UTF8.GetCharCount(before[lineStart..]) + 1);
    }

    /// <summary>The origin of a line and octet as <see cref="System.Text.Json.JsonException"/> counts them, from 0.</summary>
    public ConfigurationOrigin At(long line, long octetInLine)
    {
        var start = 0;
        for (; line > 0; line--) start += _text[start..].IndexOf((byte)'\n') + 1;
        return At(start + (int)octetInLine);
    }
}
