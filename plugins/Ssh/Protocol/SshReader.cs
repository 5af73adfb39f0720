using System.Buffers.Binary;
using System.Text;

namespace PluginFramework.Ssh.Protocol;

/// <summary>Reads the data types of RFC 4251 §5 from a payload. Whatever does not fit ends the connection.</summary>
/// <exception cref="SshConnectionException">Thrown by every method: the payload is malformed.</exception>
internal ref struct SshReader(ReadOnlySpan<byte> data)
{
    /// <summary>The longest text: names, commands, variables.</summary>
    public const int MaxText = 8192;

    private const int MaxNames = 256;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private ReadOnlySpan<byte> _rest = data;

    public readonly bool IsAtEnd => _rest.IsEmpty;

    public readonly ReadOnlySpan<byte> Rest => _rest;

    /// <summary>A reader of what follows the message's number.</summary>
    public static SshReader Of(ReadOnlySpan<byte> payload, SshMessageNumber number)
    {
        if (payload.IsEmpty || payload[0] != (byte)number) throw SshConnectionException.Malformed($"a message {number} was expected");
        return new(payload[1..]);
    }

    public byte ReadByte() => Take(1)[0];

    public bool ReadBoolean() => Take(1)[0] != 0;

    public uint ReadUInt32() => BinaryPrimitives.ReadUInt32BigEndian(Take(4));

    public ulong ReadUInt64() => BinaryPrimitives.ReadUInt64BigEndian(Take(8));

    public ReadOnlySpan<byte> ReadString()
    {
        var length = ReadUInt32();
        if (length > (uint)_rest.Length) throw SshConnectionException.Malformed($"a string of {length} octets is longer than what holds it");
        return Take((int)length);
    }

    /// <summary>A string in UTF-8.</summary>
    public string ReadText(int max = MaxText)
    {
        var octets = ReadString();
        if (octets.Length > max) throw SshConnectionException.Malformed($"a text of {octets.Length} octets is longer than {max}");
        try
        {
            return Utf8.GetString(octets);
        }
        catch (DecoderFallbackException)
        {
            throw SshConnectionException.Malformed("a text is not UTF-8");
        }
    }

    /// <summary>A name: printable ASCII.</summary>
    public string ReadName(int max = 256)
    {
        var octets = ReadString();
        if (octets.Length > max || octets.ContainsAnyExceptInRange((byte)0x21, (byte)0x7E)) throw SshConnectionException.Malformed("a name is not 256 printable characters at most");
        return Encoding.ASCII.GetString(octets);
    }

    public string[] ReadNames()
    {
        var octets = ReadString();
        if (octets.IsEmpty) return [];
        if (octets.ContainsAnyExceptInRange((byte)0x21, (byte)0x7E)) throw SshConnectionException.Malformed("a list of names has a character that no name has");
        if (octets.Count((byte)',') >= MaxNames) throw SshConnectionException.Malformed($"a list has more than {MaxNames} names");
        return Encoding.ASCII.GetString(octets).Split(',');
    }

    /// <summary>A positive number as its octets, the highest first and none of them a leading zero.</summary>
    public ReadOnlySpan<byte> ReadPositive()
    {
        var octets = ReadString();
        if (!octets.IsEmpty && octets[0] >= 0x80) throw SshConnectionException.Malformed("a number is negative");
        return octets.TrimStart((byte)0);
    }

    public void Skip(int octets) => Take(octets);

    /// <summary>Nothing may follow.</summary>
    public readonly void End()
    {
        if (!_rest.IsEmpty) throw SshConnectionException.Malformed($"{_rest.Length} octets follow the end of a message");
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > _rest.Length) throw SshConnectionException.Malformed("a message is cut off");
        var taken = _rest[..length];
        _rest = _rest[length..];
        return taken;
    }
}
