namespace PluginFramework.Ssh.Protocol.Messages;

/// <summary>The channel is not opened (RFC 4254 §5.1).</summary>
internal sealed record ChannelOpenFailureMessage(uint RecipientChannel, ChannelOpenFailureReason Reason, string Description) : ISshMessage
{
    public static ChannelOpenFailureMessage Read(ReadOnlySpan<byte> payload)
    {
        // Some clients leave description and language out.
        var reader = SshReader.Of(payload, SshMessageNumber.ChannelOpenFailure);
        return new(reader.ReadUInt32(), (ChannelOpenFailureReason)reader.ReadUInt32(), reader.IsAtEnd ? "" : reader.ReadText());
    }

    public void Write(SshWriter writer) =>
        writer.Number(SshMessageNumber.ChannelOpenFailure).UInt32(RecipientChannel).UInt32((uint)Reason).Text(Description).Text("");
}
