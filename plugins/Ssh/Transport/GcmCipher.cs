using System.Buffers.Binary;
using System.Security.Cryptography;

namespace PluginFramework.Ssh.Transport;

/// <summary>aes128-gcm@openssh.com and aes256-gcm@openssh.com (RFC 5647 §7): the length is authenticated and in clear.</summary>
internal sealed class GcmCipher : PacketCipher
{
    public const int NonceOctets = 12;
    private const int Tag = 16;

    private readonly AesGcm _gcm;
    private readonly byte[] _nonce;

    public GcmCipher(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce)
    {
        _gcm = new(key, Tag);
        _nonce = nonce.ToArray();
    }

    public override int BlockOctets => 16;

    public override int TagOctets => Tag;

    public override void Seal(uint sequence, Span<byte> packet)
    {
        var body = packet[LengthOctets..^Tag];
        _gcm.Encrypt(_nonce, body, body, packet[^Tag..], packet[..LengthOctets]);
        Advance();
    }

    public override bool TryOpen(uint sequence, Span<byte> packet)
    {
        var body = packet[LengthOctets..^Tag];
        try
        {
            _gcm.Decrypt(_nonce, body, packet[^Tag..], body, packet[..LengthOctets]);
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }

        Advance();
        return true;
    }

    public override void Dispose() => _gcm.Dispose();

    // Its last 8 octets are the invocation counter (RFC 5647 §7.1).
    private void Advance()
    {
        var counter = _nonce.AsSpan(4);
        BinaryPrimitives.WriteUInt64BigEndian(counter, unchecked(BinaryPrimitives.ReadUInt64BigEndian(counter) + 1));
    }
}
