using System.Buffers;

namespace PluginFramework.Irc.Protocol;

/// <summary>Cuts what a client sends into lines. Remembers nothing but whether it is dropping the rest of a line too long.</summary>
/// <remarks>
/// CR and LF each end a line, so CRLF ends one and an empty one, which means nothing. Clients that receive our lines may read a lone CR as
/// an end, so it must not get through inside of one.
/// </remarks>
internal struct IrcLineReader
{
    private bool _isDropping;

    /// <summary>Takes the next line off the buffer, without its end.</summary>
    public IrcLineStatus TryRead(ref ReadOnlySequence<byte> buffer, out ReadOnlySequence<byte> line)
    {
        while (true)
        {
            var reader = new SequenceReader<byte>(buffer);
            var isWhole = reader.TryReadToAny(out line, "\r\n"u8, advancePastDelimiter: true);
            var isTooLong = !_isDropping && IsTooLong(isWhole ? line : buffer);
            if (!isWhole)
            {
                if (!_isDropping && !isTooLong) return IrcLineStatus.NeedMore;
                _isDropping = true;
                buffer = buffer.Slice(buffer.End);
                return isTooLong ? IrcLineStatus.TooLong : IrcLineStatus.NeedMore;
            }

            buffer = buffer.Slice(reader.Position);
            if (isTooLong) return IrcLineStatus.TooLong;
            if (!_isDropping) return IrcLineStatus.Line;
            _isDropping = false;
        }
    }

    private static bool IsTooLong(in ReadOnlySequence<byte> line)
    {
        if (line.Length <= IrcLimits.Body) return false;
        if (line.FirstSpan[0] != '@') return true;
        if (line.Slice(0, Math.Min(line.Length, IrcLimits.Tags)).PositionOf((byte)' ') is not { } space) return line.Length > IrcLimits.Tags;
        return line.Slice(space).Length - 1 > IrcLimits.Body;
    }
}
