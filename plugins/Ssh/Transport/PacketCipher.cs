using System.Buffers.Binary;

namespace PluginFramework.Ssh.Transport;

/// <summary>
/// Protects packets of one direction under one set of keys. A packet is its length (4 octets), what that counts, and the tag. All ciphers here
/// can tell the length before the packet is there as a whole, and none decrypts what was not authenticated first.
/// </summary>
internal abstract class PacketCipher : IDisposable
{
    public const int LengthOctets = 4;

    /// <summary>What the length must be a multiple of.</summary>
    public abstract int BlockOctets { get; }

    public abstract int TagOctets { get; }

    /// <summary>The length field counts in the multiple, as it does where nothing is encrypted (RFC 4253 §6).</summary>
    public virtual bool CountsLengthField => false;

    public virtual uint ReadLength(uint sequence, ReadOnlySpan<byte> field) => BinaryPrimitives.ReadUInt32BigEndian(field);

    /// <summary>Encrypts in place and fills in the tag.</summary>
    public abstract void Seal(uint sequence, Span<byte> packet);

    /// <summary>Checks and decrypts in place; the length field may be left as it came.</summary>
    /// <returns><see langword="false"/>: it was tampered with.</returns>
    public abstract bool TryOpen(uint sequence, Span<byte> packet);

    public abstract void Dispose();
}
