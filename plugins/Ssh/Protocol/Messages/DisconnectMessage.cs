namespace PluginFramework.Ssh.Protocol.Messages;

/// <summary>The connection ends (RFC 4253 §11.1).</summary>
internal sealed record DisconnectMessage(SshDisconnectReason Reason, string Description) : ISshMessage
{
    public static DisconnectMessage Read(ReadOnlySpan<byte> payload)
    {
        // Some clients leave the language out.
        var reader = SshReader.Of(payload, SshMessageNumber.Disconnect);
        return new((SshDisconnectReason)reader.ReadUInt32(), reader.ReadText());
    }

    public void Write(SshWriter writer) => writer.Number(SshMessageNumber.Disconnect).UInt32((uint)Reason).Text(Description).Text("");
}
