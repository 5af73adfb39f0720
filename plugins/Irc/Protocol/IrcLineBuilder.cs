using System.Buffers;
using System.Text.Unicode;

namespace PluginFramework.Irc.Protocol;

/// <summary>A line under construction in a buffer that ends where the line must. What does not fit is left out, at a character's end.</summary>
internal ref struct IrcLineBuilder(Span<byte> buffer)
{
    private static readonly SearchValues<char> Breaks = SearchValues.Create("\r\n\0");

    private readonly Span<byte> _buffer = buffer;

    public int Length { get; private set; }

    /// <summary>Appends text; what would end the line becomes a space.</summary>
    /// <returns>How many characters found room.</returns>
    public int Append(ReadOnlySpan<char> text)
    {
        var taken = 0;
        while (true)
        {
            var stretch = text[taken..].IndexOfAny(Breaks);
            var piece = stretch < 0 ? text[taken..] : text.Slice(taken, stretch);
            Utf8.FromUtf16(piece, _buffer[Length..], out var read, out var written);
            Length += written;
            taken += read;
            if (taken == text.Length || read < piece.Length || Length == _buffer.Length) return taken;
            _buffer[Length++] = (byte)' ';
            taken++;
        }
    }

    /// <summary>Appends a parameter that is not the last: one word, whatever was given.</summary>
    public void AppendMiddle(string word)
    {
        Append(" ");
        if (word.Length == 0) Append("*");
        else if (word[0] == ':' || word.Contains(' ', StringComparison.Ordinal)) Append(word.Replace(' ', '_').Replace(':', '_'));
        else Append(word);
    }
}
