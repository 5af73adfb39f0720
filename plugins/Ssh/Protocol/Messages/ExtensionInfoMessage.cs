using System.Collections.Immutable;
using System.Text;

namespace PluginFramework.Ssh.Protocol.Messages;

/// <summary>What a side can do besides (RFC 8308).</summary>
/// <param name="Extensions">Names and values.</param>
internal sealed record ExtensionInfoMessage(ImmutableArray<KeyValuePair<string, string>> Extensions) : ISshMessage
{
    private const int MaxExtensions = 64;

    public static ExtensionInfoMessage Read(ReadOnlySpan<byte> payload)
    {
        var reader = SshReader.Of(payload, SshMessageNumber.ExtensionInfo);
        var count = reader.ReadUInt32();
        if (count > MaxExtensions) throw SshConnectionException.Malformed($"{count} extensions are more than {MaxExtensions}");
        var extensions = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();

        // A value may be any octets (RFC 8308 §2.3).
        for (var i = 0; i < count; i++) extensions.Add(new(reader.ReadName(), Encoding.Latin1.GetString(reader.ReadString())));
        reader.End();
        return new(extensions.ToImmutable());
    }

    public void Write(SshWriter writer)
    {
        writer.Number(SshMessageNumber.ExtensionInfo).UInt32((uint)Extensions.Length);
        foreach (var (name, value) in Extensions) writer.Text(name).String(Encoding.Latin1.GetBytes(value));
    }
}
