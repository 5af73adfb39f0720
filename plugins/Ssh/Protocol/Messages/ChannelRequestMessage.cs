namespace PluginFramework.Ssh.Protocol.Messages;

/// <summary>Asks something of a channel (RFC 4254 §5.4); <c>Data</c> is what the type says, not read yet.</summary>
internal sealed record ChannelRequestMessage(uint RecipientChannel, string Type, bool WantsReply, byte[] Data) : ISshMessage
{
    public static ChannelRequestMessage Read(ReadOnlySpan<byte> payload)
    {
        var reader = SshReader.Of(payload, SshMessageNumber.ChannelRequest);
        var message = new ChannelRequestMessage(reader.ReadUInt32(), reader.ReadName(), reader.ReadBoolean(), reader.Rest.ToArray());
        return message;
    }

    public void Write(SshWriter writer) => writer.Number(SshMessageNumber.ChannelRequest).UInt32(RecipientChannel).Text(Type).Boolean(WantsReply).Raw(Data);
}
