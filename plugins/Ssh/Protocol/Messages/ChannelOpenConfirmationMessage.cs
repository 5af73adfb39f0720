namespace PluginFramework.Ssh.Protocol.Messages;

/// <summary>The channel is open (RFC 4254 §5.1).</summary>
internal sealed record ChannelOpenConfirmationMessage(uint RecipientChannel, uint SenderChannel, uint WindowSize, uint MaxPacketSize) : ISshMessage
{
    public static ChannelOpenConfirmationMessage Read(ReadOnlySpan<byte> payload)
    {
        var reader = SshReader.Of(payload, SshMessageNumber.ChannelOpenConfirmation);
        var message = new ChannelOpenConfirmationMessage(reader.ReadUInt32(), reader.ReadUInt32(), reader.ReadUInt32(), reader.ReadUInt32());
        reader.End();
        return message;
    }

    public void Write(SshWriter writer) => writer.Number(SshMessageNumber.ChannelOpenConfirmation).UInt32(RecipientChannel).UInt32(SenderChannel).UInt32(WindowSize).UInt32(MaxPacketSize);
}
