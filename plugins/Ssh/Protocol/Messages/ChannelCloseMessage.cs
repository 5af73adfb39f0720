namespace PluginFramework.Ssh.Protocol.Messages;

/// <summary>The channel is done with (RFC 4254 §5.3).</summary>
internal sealed record ChannelCloseMessage(uint RecipientChannel) : ISshMessage
{
    public static ChannelCloseMessage Read(ReadOnlySpan<byte> payload)
    {
        var reader = SshReader.Of(payload, SshMessageNumber.ChannelClose);
        var message = new ChannelCloseMessage(reader.ReadUInt32());
        reader.End();
        return message;
    }

    public void Write(SshWriter writer) => writer.Number(SshMessageNumber.ChannelClose).UInt32(RecipientChannel);
}
