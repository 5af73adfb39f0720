namespace PluginFramework.Ssh.Protocol.Messages;

/// <summary>The service may begin (RFC 4253 §10).</summary>
internal sealed record ServiceAcceptMessage(string Service) : ISshMessage
{
    public static ServiceAcceptMessage Read(ReadOnlySpan<byte> payload)
    {
        var reader = SshReader.Of(payload, SshMessageNumber.ServiceAccept);
        var message = new ServiceAcceptMessage(reader.ReadName());
        reader.End();
        return message;
    }

    public void Write(SshWriter writer) => writer.Number(SshMessageNumber.ServiceAccept).Text(Service);
}
