namespace PluginFramework.Ssh.Protocol.Messages;

/// <summary>A message was not understood (RFC 4253 §11.4).</summary>
internal sealed record UnimplementedMessage(uint SequenceNumber) : ISshMessage
{
    public static UnimplementedMessage Read(ReadOnlySpan<byte> payload)
    {
        var reader = SshReader.Of(payload, SshMessageNumber.Unimplemented);
        var message = new UnimplementedMessage(reader.ReadUInt32());
        reader.End();
        return message;
    }

    public void Write(SshWriter writer) => writer.Number(SshMessageNumber.Unimplemented).UInt32(SequenceNumber);
}
