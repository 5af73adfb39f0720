namespace PluginFramework.Ssh.Protocol.Messages;

/// <summary>A request on a channel is refused (RFC 4254 §5.4).</summary>
internal sealed record ChannelFailureMessage(uint RecipientChannel) : ISshMessage
{
    public static ChannelFailureMessage Read(ReadOnlySpan<byte> payload)
    {
        var reader = SshReader.Of(payload, SshMessageNumber.ChannelFailure);
        var message = new ChannelFailureMessage(reader.ReadUInt32());
        reader.End();
        return message;
    }

    public void Write(SshWriter writer) => writer.Number(SshMessageNumber.ChannelFailure).UInt32(RecipientChannel);
}
