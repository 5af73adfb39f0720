using System.Buffers;
using System.Text;

namespace PluginFramework.Ssh.Protocol;

/// <summary>The line that begins a connection (RFC 4253 §4.2).</summary>
internal static class SshIdentification
{
    /// <summary>The longest line, CR and LF included.</summary>
    public const int MaxOctets = 255;

    /// <summary>Takes the client's line off the buffer.</summary>
    /// <param name="buffer">What has been read.</param>
    /// <param name="line">The line without its ending.</param>
    /// <returns><see langword="false"/>: the line has not come to its end yet.</returns>
    /// <exception cref="SshConnectionException">It is no identification of SSH 2.</exception>
    public static bool TryRead(ref ReadOnlySequence<byte> buffer, out string line)
    {
        line = "";
        if (buffer.PositionOf((byte)'\n') is not { } end)
        {
            if (buffer.Length >= MaxOctets) throw TooLong();
            return false;
        }

        var octets = buffer.Slice(0, end).ToArray().AsSpan();
        buffer = buffer.Slice(buffer.GetPosition(1, end));
        if (octets.Length >= MaxOctets) throw TooLong();

        // Some clients end the line with LF alone, as was usual in SSH 1 (RFC 4253 §5.1).
        if (octets is [.., (byte)'\r']) octets = octets[..^1];
        if (octets.ContainsAnyExceptInRange((byte)0x20, (byte)0x7E)) throw Not("it has a character that is not printable ASCII");
        line = Encoding.ASCII.GetString(octets);
        if (!line.StartsWith("SSH-", StringComparison.Ordinal)) throw Not("it does not begin with SSH-");
        if (!line.StartsWith("SSH-2.0-", StringComparison.Ordinal)) throw Not("only SSH 2.0 is spoken here");
        return true;
    }

    private static SshConnectionException TooLong() => Not($"it is longer than {MaxOctets} octets");

    private static SshConnectionException Not(string why) => new(SshDisconnectReason.ProtocolVersionNotSupported, $"The identification is refused: {why}.");
}
