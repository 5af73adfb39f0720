using System.Buffers;
using System.IO.Pipelines;

namespace PluginFramework.Core.Network;

/// <summary>What a client sent ahead of the TLS handshake.</summary>
internal static class ReadAhead
{
    private const byte HandshakeRecord = 0x16;

    /// <summary>
    /// Discards what has been received, up to where a TLS ClientHello begins.
    /// </summary>
    /// <remarks>
    /// A client may answer the go-ahead before the handler gets to asking for the upgrade, so the hello can be among what was received and
    /// must stay. What stays is read as TLS and nothing else, so it cannot smuggle in a command either: at worst the handshake fails.
    /// </remarks>
    public static void Discard(PipeReader input)
    {
        if (!input.TryRead(out var result)) return;
        var rest = result.Buffer;
        while (rest.PositionOf(HandshakeRecord) is { } position)
        {
            rest = rest.Slice(position);
            if (IsClientHello(rest))
            {
                input.AdvanceTo(rest.Start);
                return;
            }

            rest = rest.Slice(1);
        }

        input.AdvanceTo(result.Buffer.End);
    }

    // RFC 8446 §5.1 and §4: content type 22, version 3.x, two octets of length, then message type 1. As much as has been received counts.
    private static bool IsClientHello(in ReadOnlySequence<byte> from)
    {
        Span<byte> start = stackalloc byte[6];
        start = start[..(int)Math.Min(from.Length, start.Length)];
        from.Slice(0, start.Length).CopyTo(start);
        return start[0] == HandshakeRecord && (start.Length < 2 || start[1] == 3) && (start.Length < 6 || start[5] == 1);
    }
}
