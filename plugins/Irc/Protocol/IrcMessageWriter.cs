using System.IO.Pipelines;

namespace PluginFramework.Irc.Protocol;

/// <summary>Writes lines, each 512 octets at most without its tags.</summary>
internal sealed class IrcMessageWriter(PipeWriter output)
{
    /// <summary>Writes one line; what is too long is cut off.</summary>
    public void Write(in IrcTags tags, string? source, string verb, ReadOnlySpan<string> middle, string? trailing = null)
    {
        var buffer = output.GetSpan(IrcTags.MaxOctets + IrcLimits.Body + 2);
        var line = Begin(buffer, tags, source, verb, middle, out var start);
        if (trailing is not null)
        {
            line.Append(" :");
            line.Append(trailing);
        }

        End(buffer, start + line.Length);
    }

    /// <summary>Writes a message of any length as as many lines as it needs.</summary>
    public void WriteText(in IrcTags tags, string? source, string verb, string target, string text)
    {
        foreach (var part in text.AsSpan().EnumerateLines())
        {
            // An empty message is none to most clients; a space keeps the blank line of a text.
            var rest = part.IsEmpty ? " " : part;
            while (!rest.IsEmpty)
            {
                var buffer = output.GetSpan(IrcTags.MaxOctets + IrcLimits.Body + 2);
                var line = Begin(buffer, tags, source, verb, [target], out var start);
                line.Append(" :");
                var taken = line.Append(rest);
                End(buffer, start + line.Length);
                if (taken == 0) return;
                rest = rest[taken..];
            }
        }
    }

    private static IrcLineBuilder Begin(
        Span<byte> buffer, in IrcTags tags, string? source, string verb, ReadOnlySpan<string> middle, out int start)
    {
        start = tags.Write(buffer);
        var line = new IrcLineBuilder(buffer.Slice(start, IrcLimits.Body));
        if (source is not null)
        {
            line.Append(":");
            line.Append(source);
            line.Append(" ");
        }

        line.Append(verb);
        foreach (var parameter in middle) line.AppendMiddle(parameter);
        return line;
    }

    private void End(Span<byte> buffer, int length)
    {
        "\r\n"u8.CopyTo(buffer[length..]);
        output.Advance(length + 2);
    }
}
