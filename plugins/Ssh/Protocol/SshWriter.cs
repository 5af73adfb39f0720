using System.Buffers.Binary;
using System.Text;

namespace PluginFramework.Ssh.Protocol;

/// <summary>Writes the data types of RFC 4251 §5 into a buffer that grows.</summary>
internal sealed class SshWriter
{
    private byte[] _buffer = new byte[512];
    private int _length;

    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _length);

    public static byte[] Of(ISshMessage message)
    {
        var writer = new SshWriter();
        message.Write(writer);
        return writer.ToArray();
    }

    public byte[] ToArray() => Written.ToArray();

    /// <summary>Forgets what was written, secrets included.</summary>
    public void Clear()
    {
        _buffer.AsSpan(0, _length).Clear();
        _length = 0;
    }

    public SshWriter Number(SshMessageNumber number) => Byte((byte)number);

    public SshWriter Byte(byte value)
    {
        Take(1)[0] = value;
        return this;
    }

    public SshWriter Boolean(bool value) => Byte(value ? (byte)1 : (byte)0);

    public SshWriter UInt32(uint value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(Take(4), value);
        return this;
    }

    public SshWriter UInt64(ulong value)
    {
        BinaryPrimitives.WriteUInt64BigEndian(Take(8), value);
        return this;
    }

    /// <summary>Octets as they are, without a length.</summary>
    public SshWriter Raw(ReadOnlySpan<byte> octets)
    {
        octets.CopyTo(Take(octets.Length));
        return this;
    }

    public SshWriter String(ReadOnlySpan<byte> octets) => UInt32((uint)octets.Length).Raw(octets);

    public SshWriter Text(string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        UInt32((uint)length);
        Encoding.UTF8.GetBytes(text, Take(length));
        return this;
    }

    public SshWriter Names(IEnumerable<string> names) => Text(string.Join(',', names));

    /// <summary>A positive number from its octets, the highest first (mpint).</summary>
    public SshWriter Positive(ReadOnlySpan<byte> octets)
    {
        octets = octets.TrimStart((byte)0);
        if (octets.IsEmpty || octets[0] < 0x80) return String(octets);
        return UInt32((uint)octets.Length + 1).Byte(0).Raw(octets);
    }

    private Span<byte> Take(int length)
    {
        if (_buffer.Length - _length < length) Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _length + length));
        _length += length;
        return _buffer.AsSpan(_length - length, length);
    }
}
