namespace PluginFramework.Ssh.Protocol.Messages;

/// <summary>Data of a channel (RFC 4254 §5.2). The server reads and writes it in place; this is for all else.</summary>
internal sealed record ChannelDataMessage(uint RecipientChannel, byte[] Data) : ISshMessage
{
    public static ChannelDataMessage Read(ReadOnlySpan<byte> payload)
    {
        var reader = SshReader.Of(payload, SshMessageNumber.ChannelData);
        var message = new ChannelDataMessage(reader.ReadUInt32(), reader.ReadString().ToArray());
        reader.End();
        return message;
    }

    public void Write(SshWriter writer) => writer.Number(SshMessageNumber.ChannelData).UInt32(RecipientChannel).String(Data);
}
