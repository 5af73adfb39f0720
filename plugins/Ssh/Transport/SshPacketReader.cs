using System.Buffers;
using System.Security.Cryptography;
using PluginFramework.Ssh.Protocol;

namespace PluginFramework.Ssh.Transport;

/// <summary>Takes packets off what has been read (RFC 4253 §6). For one thread at a time.</summary>
internal sealed class SshPacketReader : IDisposable
{
    /// <summary>The largest packet, its length field apart: 32 KiB of a channel's data and some, and what RFC 4253 §6.1 asks for.</summary>
    public const int MaxPacketOctets = 35000;

    private const int MinPadding = 4, MinPacket = 1 + MinPadding;

    // Grows with the packets that come: a client that has not logged in yet sends small ones.
    private byte[] _packet = ArrayPool<byte>.Shared.Rent(2048);
    private PacketCipher _cipher = new NoCipher();
    private uint? _length;

    /// <summary>The number of the next packet.</summary>
    public uint Sequence { get; private set; }

    /// <summary>How many octets have come under the present keys.</summary>
    public long OctetsSinceKeys { get; private set; }

    public long PacketsSinceKeys { get; private set; }

    /// <summary>Takes the next packet off the buffer.</summary>
    /// <param name="buffer">What has been read.</param>
    /// <param name="payload">What the packet holds, good until the next call.</param>
    /// <returns><see langword="false"/>: it is not all there yet.</returns>
    /// <exception cref="SshConnectionException">It is malformed or was tampered with.</exception>
    public bool TryRead(ref ReadOnlySequence<byte> buffer, out ReadOnlyMemory<byte> payload)
    {
        payload = default;
        if (_length is null)
        {
            if (buffer.Length < PacketCipher.LengthOctets) return false;
            Span<byte> field = stackalloc byte[PacketCipher.LengthOctets];
            buffer.Slice(0, PacketCipher.LengthOctets).CopyTo(field);
            _length = Check(_cipher.ReadLength(Sequence, field));
        }

        var length = (int)_length;
        var total = PacketCipher.LengthOctets + length + _cipher.TagOctets;
        if (buffer.Length < total) return false;
        if (_packet.Length < total) Grow(total);
        var packet = _packet.AsSpan(0, total);
        buffer.Slice(0, total).CopyTo(packet);
        buffer = buffer.Slice(total);
        _length = null;
        if (!_cipher.TryOpen(Sequence, packet)) throw new SshConnectionException(SshDisconnectReason.MacError, "A packet was damaged or tampered with.");

        var padding = packet[PacketCipher.LengthOctets];
        var payloadLength = length - 1 - padding;
        if (padding < MinPadding || payloadLength < 1) throw SshConnectionException.Malformed($"a packet of {length} octets has {padding} of padding");
        payload = _packet.AsMemory(PacketCipher.LengthOctets + 1, payloadLength);
        Sequence = unchecked(Sequence + 1);
        OctetsSinceKeys += total;
        PacketsSinceKeys++;
        return true;
    }

    /// <summary>What comes next is under other keys.</summary>
    public void SetCipher(PacketCipher cipher, bool restartsSequence)
    {
        _cipher.Dispose();
        _cipher = cipher;
        OctetsSinceKeys = 0;
        PacketsSinceKeys = 0;
        if (restartsSequence) Sequence = 0;
    }

    public void Dispose()
    {
        _cipher.Dispose();
        Return();
    }

    private uint Check(uint length)
    {
        var counted = _cipher.CountsLengthField ? length + (ulong)PacketCipher.LengthOctets : length;
        return length is >= MinPacket and <= MaxPacketOctets && counted % (ulong)_cipher.BlockOctets == 0
            ? length
            : throw SshConnectionException.Malformed($"a packet cannot have a length of {length}");
    }

    private void Grow(int total)
    {
        Return();
        _packet = ArrayPool<byte>.Shared.Rent(total);
    }

    // It held passwords, perhaps.
    private void Return()
    {
        CryptographicOperations.ZeroMemory(_packet);
        ArrayPool<byte>.Shared.Return(_packet);
        _packet = [];
    }
}
