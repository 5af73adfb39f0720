namespace PluginFramework.Ssh.Protocol.Messages;

/// <summary>A request is granted (RFC 4254 §4).</summary>
internal sealed record RequestSuccessMessage(byte[] Data) : ISshMessage
{
    public static RequestSuccessMessage Read(ReadOnlySpan<byte> payload)
    {
        var reader = SshReader.Of(payload, SshMessageNumber.RequestSuccess);
        var message = new RequestSuccessMessage(reader.Rest.ToArray());
        return message;
    }

    public void Write(SshWriter writer) => writer.Number(SshMessageNumber.RequestSuccess).Raw(Data);
}
