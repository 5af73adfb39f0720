namespace PluginFramework.Ssh.Protocol.Messages;

/// <summary>Data of a channel beside its ordinary data (RFC 4254 §5.2).</summary>
internal sealed record ChannelExtendedDataMessage(uint RecipientChannel, uint Type, byte[] Data) : ISshMessage
{
    /// <summary>SSH_EXTENDED_DATA_STDERR, the one type there is.</summary>
    public const uint StandardError = 1;

    public static ChannelExtendedDataMessage Read(ReadOnlySpan<byte> payload)
    {
        var reader = SshReader.Of(payload, SshMessageNumber.ChannelExtendedData);
        var message = new ChannelExtendedDataMessage(reader.ReadUInt32(), reader.ReadUInt32(), reader.ReadString().ToArray());
        reader.End();
        return message;
    }

    public void Write(SshWriter writer) => writer.Number(SshMessageNumber.ChannelExtendedData).UInt32(RecipientChannel).UInt32(Type).String(Data);
}
