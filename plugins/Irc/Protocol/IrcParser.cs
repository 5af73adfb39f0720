using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace PluginFramework.Irc.Protocol;

/// <summary>Parses a line (RFC 2812 §2.3.1, with IRCv3 tags). Pure.</summary>
internal static class IrcParser
{
    public static IrcParseResult Parse(in ReadOnlySequence<byte> line, out IrcMessage? message)
    {
        if (line.IsSingleSegment) return Parse(line.FirstSpan, out message);
        var copy = ArrayPool<byte>.Shared.Rent((int)line.Length);
        try
        {
            line.CopyTo(copy);
            return Parse(copy.AsSpan(0, (int)line.Length), out message);
        }
        finally
        {
            // A line may hold a password, so it does not go back to the pool as it is.
            ArrayPool<byte>.Shared.Return(copy, clearArray: true);
        }
    }

    public static IrcParseResult Parse(ReadOnlySpan<byte> line, out IrcMessage? message)
    {
        message = null;
        if (line.Contains((byte)0)) return IrcParseResult.HasNul;
        if (!Utf8.IsValid(line)) return IrcParseResult.NotUtf8;

        line = line.TrimStart((byte)' ');
        if (line.StartsWith((byte)'@')) TakeWord(ref line);
        if (line.StartsWith((byte)':')) TakeWord(ref line);
        if (line.IsEmpty) return IrcParseResult.Empty;

        var verb = Encoding.UTF8.GetString(TakeWord(ref line)).ToUpperInvariant();
        var parameters = new List<string>(4);
        while (!line.IsEmpty)
        {
            if (line[0] == ':')
            {
                parameters.Add(Encoding.UTF8.GetString(line[1..]));
                break;
            }

            parameters.Add(Encoding.UTF8.GetString(TakeWord(ref line)));
        }

        message = new IrcMessage(verb, [.. parameters]);
        return IrcParseResult.Message;
    }

    /// <summary>Takes a word and the spaces after it.</summary>
    private static ReadOnlySpan<byte> TakeWord(ref ReadOnlySpan<byte> line)
    {
        var length = line.IndexOf((byte)' ');
        var word = length < 0 ? line : line[..length];
        line = line[word.Length..].TrimStart((byte)' ');
        return word;
    }
}
