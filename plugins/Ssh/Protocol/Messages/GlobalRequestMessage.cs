namespace PluginFramework.Ssh.Protocol.Messages;

/// <summary>Asks something of the connection (RFC 4254 §4); <c>Data</c> is what the type says, not read yet.</summary>
internal sealed record GlobalRequestMessage(string Type, bool WantsReply, byte[] Data) : ISshMessage
{
    public static GlobalRequestMessage Read(ReadOnlySpan<byte> payload)
    {
        var reader = SshReader.Of(payload, SshMessageNumber.GlobalRequest);
        var message = new GlobalRequestMessage(reader.ReadName(), reader.ReadBoolean(), reader.Rest.ToArray());
        return message;
    }

    public void Write(SshWriter writer) => writer.Number(SshMessageNumber.GlobalRequest).Text(Type).Boolean(WantsReply).Raw(Data);
}
