namespace PluginFramework.Ssh.Protocol.Messages;

/// <summary>No more data will come (RFC 4254 §5.3).</summary>
internal sealed record ChannelEofMessage(uint RecipientChannel) : ISshMessage
{
    public static ChannelEofMessage Read(ReadOnlySpan<byte> payload)
    {
        var reader = SshReader.Of(payload, SshMessageNumber.ChannelEof);
        var message = new ChannelEofMessage(reader.ReadUInt32());
        reader.End();
        return message;
    }

    public void Write(SshWriter writer) => writer.Number(SshMessageNumber.ChannelEof).UInt32(RecipientChannel);
}
