using System.Buffers;
using System.IO.Pipelines;

namespace PluginFramework.Core.Network;

/// <summary>What a client sent ahead of the TLS handshake.</summary>
internal static class ReadAhead
{
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
        var reader = new SequenceReader<byte>(result.Buffer);
        while (reader.TryAdvanceTo(0x16, advancePastDelimiter: false) && !IsClientHello(reader)) reader.Advance(1);
        input.AdvanceTo(reader.CurrentSpan.Length == 0 || !IsClientHello(reader) ? result.Buffer.End : reader.Position);
    }

    // RFC 8446 §5.1 and §4: content type 22, version 3.x, two octets of length, then message type 1. As much as has been received counts.
    private static bool IsClientHello(in SequenceReader<byte> at)
    {
        Span<byte> start = stackalloc byte[6];
        var rest = at.UnreadSequence;
        start = start[..(int)Math.Min(rest.Length, start.Length)];
        rest.Slice(0, start.Length).CopyTo(start);
        return start.Length > 0 && start[0] == 0x16 && (start.Length < 2 || start[1] == 3) && (start.Length < 6 || start[5] == 1);
    }
}
