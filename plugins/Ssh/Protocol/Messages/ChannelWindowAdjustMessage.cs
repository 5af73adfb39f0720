namespace PluginFramework.Ssh.Protocol.Messages;

/// <summary>There is room for more (RFC 4254 §5.2).</summary>
internal sealed record ChannelWindowAdjustMessage(uint RecipientChannel, uint Octets) : ISshMessage
{
    public static ChannelWindowAdjustMessage Read(ReadOnlySpan<byte> payload)
    {
        var reader = SshReader.Of(payload, SshMessageNumber.ChannelWindowAdjust);
        var message = new ChannelWindowAdjustMessage(reader.ReadUInt32(), reader.ReadUInt32());
        reader.End();
        return message;
    }

    public void Write(SshWriter writer) => writer.Number(SshMessageNumber.ChannelWindowAdjust).UInt32(RecipientChannel).UInt32(Octets);
}
