using System.Buffers.Binary;
using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Macs;
using Org.BouncyCastle.Crypto.Parameters;

namespace PluginFramework.Ssh.Transport;

/// <summary>chacha20-poly1305@openssh.com: one key encrypts the length, the other the rest; the tag is over both as encrypted.</summary>
/// <remarks>
/// The platform has no ChaCha20 by itself. Its ChaCha20-Poly1305 (RFC 8439) makes the same key stream from block 1 on, only another tag, and is
/// several times as fast as managed code, so it does the bulk. The one block that makes the tag's key and the one that hides the length are
/// managed, and so is the tag.
/// </remarks>
internal sealed class ChaChaCipher : PacketCipher
{
    public const int KeyOctets = 64;
    private const int HalfKey = 32, Tag = 16, Nonce = 12;

    private readonly ChaCha20Poly1305 _body;
    private readonly ChaCha7539Engine _bodyBlocks = new(), _lengthBlocks = new();
    private readonly Poly1305 _poly = new();
    private readonly byte[] _nonce = new byte[Nonce];
    private readonly byte[] _bodyKey, _lengthKey;

    public ChaChaCipher(ReadOnlySpan<byte> key)
    {
        _bodyKey = key[..HalfKey].ToArray();
        _lengthKey = key[HalfKey..].ToArray();
        _body = new(_bodyKey);
    }

    /// <summary>Whether the platform can.</summary>
    public static bool IsSupported => ChaCha20Poly1305.IsSupported;

    public override int BlockOctets => 8;

    public override int TagOctets => Tag;

    public override uint ReadLength(uint sequence, ReadOnlySpan<byte> field)
    {
        Span<byte> length = stackalloc byte[LengthOctets];
        Begin(_lengthBlocks, _lengthKey, sequence).ProcessBytes(field, length);
        return BinaryPrimitives.ReadUInt32BigEndian(length);
    }

    public override void Seal(uint sequence, Span<byte> packet)
    {
        Span<byte> unused = stackalloc byte[Tag];
        var length = packet[..LengthOctets];
        Begin(_lengthBlocks, _lengthKey, sequence).ProcessBytes(length, length);
        var body = packet[LengthOctets..^Tag];
        _body.Encrypt(_nonce, body, body, unused);
        ComputeTag(sequence, packet[..^Tag], packet[^Tag..]);
    }

    public override bool TryOpen(uint sequence, Span<byte> packet)
    {
        Span<byte> tag = stackalloc byte[Tag];
        ComputeTag(sequence, packet[..^Tag], tag);
        if (!CryptographicOperations.FixedTimeEquals(tag, packet[^Tag..])) return false;

        // A stream cipher decrypts as it encrypts.
        var body = packet[LengthOctets..^Tag];
        _body.Encrypt(_nonce, body, body, tag);
        return true;
    }

    public override void Dispose()
    {
        _body.Dispose();
        CryptographicOperations.ZeroMemory(_bodyKey);
        CryptographicOperations.ZeroMemory(_lengthKey);
    }

    private void ComputeTag(uint sequence, ReadOnlySpan<byte> sealedPart, Span<byte> tag)
    {
        Span<byte> key = stackalloc byte[HalfKey];
        key.Clear();
        Begin(_bodyBlocks, _bodyKey, sequence).ProcessBytes(key, key);
        _poly.Init(new KeyParameter(key));
        _poly.BlockUpdate(sealedPart);
        _poly.DoFinal(tag);
    }

    private ChaCha7539Engine Begin(ChaCha7539Engine engine, byte[] key, uint sequence)
    {
        // The sequence number as 64 bits is the nonce; the 4 octets before it are the upper half of the original's block counter.
        BinaryPrimitives.WriteUInt32BigEndian(_nonce.AsSpan(8), sequence);
        engine.Init(true, new ParametersWithIV(new KeyParameter(key), _nonce));
        return engine;
    }
}
