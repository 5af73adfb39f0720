namespace PluginFramework.Ssh.Protocol.Messages;

/// <summary>Opens a channel (RFC 4254 §5.1); <c>Data</c> is what the type says, not read yet.</summary>
internal sealed record ChannelOpenMessage(string Type, uint SenderChannel, uint WindowSize, uint MaxPacketSize, byte[] Data) : ISshMessage
{
    public static ChannelOpenMessage Read(ReadOnlySpan<byte> payload)
    {
        var reader = SshReader.Of(payload, SshMessageNumber.ChannelOpen);
        var message = new ChannelOpenMessage(reader.ReadName(), reader.ReadUInt32(), reader.ReadUInt32(), reader.ReadUInt32(), reader.Rest.ToArray());
        return message;
    }

    public void Write(SshWriter writer) => writer.Number(SshMessageNumber.ChannelOpen).Text(Type).UInt32(SenderChannel).UInt32(WindowSize).UInt32(MaxPacketSize).Raw(Data);
}
