using System.Buffers.Binary;
using System.Security.Cryptography;

namespace PluginFramework.Ssh.Transport;

/// <summary>aes128-ctr and its like with an encrypt-then-MAC code (hmac-sha2-256-etm@openssh.com): the length is in clear.</summary>
internal sealed class CounterCipher(AesCounter counter, IncrementalHash mac) : PacketCipher
{
    private const int MaxTag = 64;

    public override int BlockOctets => AesCounter.BlockOctets;

    public override int TagOctets => mac.HashLengthInBytes;

    public override void Seal(uint sequence, Span<byte> packet)
    {
        counter.Apply(packet[LengthOctets..^TagOctets]);
        ComputeTag(sequence, packet[..^TagOctets], packet[^TagOctets..]);
    }

    public override bool TryOpen(uint sequence, Span<byte> packet)
    {
        Span<byte> tag = stackalloc byte[MaxTag];
        tag = tag[..TagOctets];
        ComputeTag(sequence, packet[..^TagOctets], tag);
        if (!CryptographicOperations.FixedTimeEquals(tag, packet[^TagOctets..])) return false;
        counter.Apply(packet[LengthOctets..^TagOctets]);
        return true;
    }

    public override void Dispose()
    {
        counter.Dispose();
        mac.Dispose();
    }

    private void ComputeTag(uint sequence, ReadOnlySpan<byte> sealedPart, Span<byte> tag)
    {
        Span<byte> number = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(number, sequence);
        mac.AppendData(number);
        mac.AppendData(sealedPart);
        mac.GetHashAndReset(tag);
    }
}
