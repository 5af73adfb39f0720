namespace PluginFramework.Ssh.Protocol.Messages;

/// <summary>A request on a channel is granted (RFC 4254 §5.4).</summary>
internal sealed record ChannelSuccessMessage(uint RecipientChannel) : ISshMessage
{
    public static ChannelSuccessMessage Read(ReadOnlySpan<byte> payload)
    {
        var reader = SshReader.Of(payload, SshMessageNumber.ChannelSuccess);
        var message = new ChannelSuccessMessage(reader.ReadUInt32());
        reader.End();
        return message;
    }

    public void Write(SshWriter writer) => writer.Number(SshMessageNumber.ChannelSuccess).UInt32(RecipientChannel);
}
