using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace PluginFramework.Ssh.Transport;

/// <summary>AES in counter mode (RFC 4344 §4), which the platform lacks: counters encrypted block by block, many at a time.</summary>
internal sealed class AesCounter : IDisposable
{
    public const int BlockOctets = 16;
    private const int ChunkOctets = 8192;

    private readonly Aes _aes;
    private readonly ICryptoTransform _transform;
    private readonly byte[] _counters = new byte[ChunkOctets];
    private readonly byte[] _stream = new byte[ChunkOctets];
    private ulong _upper, _lower;

    public AesCounter(ReadOnlySpan<byte> key, ReadOnlySpan<byte> counter)
    {
        _aes = Aes.Create();
        _aes.SetKey(key);
#pragma warning disable CA5358 // The counter mode is made of it; no two blocks are alike.
        _aes.Mode = CipherMode.ECB;
#pragma warning restore CA5358
        _aes.Padding = PaddingMode.None;
        _transform = _aes.CreateEncryptor();
        _upper = BinaryPrimitives.ReadUInt64BigEndian(counter);
        _lower = BinaryPrimitives.ReadUInt64BigEndian(counter[8..]);
    }

    /// <summary>Encrypts or decrypts in place, whole blocks.</summary>
    public void Apply(Span<byte> data)
    {
        while (!data.IsEmpty)
        {
            var part = data[..Math.Min(data.Length, ChunkOctets)];
            for (var at = 0; at < part.Length; at += BlockOctets)
            {
                BinaryPrimitives.WriteUInt64BigEndian(_counters.AsSpan(at), _upper);
                BinaryPrimitives.WriteUInt64BigEndian(_counters.AsSpan(at + 8), _lower);
                if (unchecked(++_lower) == 0) unchecked { _upper++; }
            }

            _transform.TransformBlock(_counters, 0, part.Length, _stream, 0);
            Combine(part, _stream.AsSpan(0, part.Length));
            data = data[part.Length..];
        }
    }

    public void Dispose()
    {
        _transform.Dispose();
        _aes.Dispose();
        CryptographicOperations.ZeroMemory(_stream);
    }

    private static void Combine(Span<byte> data, ReadOnlySpan<byte> stream)
    {
        var wide = MemoryMarshal.Cast<byte, Vector<byte>>(data);
        var wideStream = MemoryMarshal.Cast<byte, Vector<byte>>(stream);
        for (var i = 0; i < wide.Length; i++) wide[i] ^= wideStream[i];
        for (var i = wide.Length * Vector<byte>.Count; i < data.Length; i++) data[i] ^= stream[i];
    }
}
