namespace PluginFramework.Ssh.Protocol.Messages;

/// <summary>The client asks for a service (RFC 4253 §10).</summary>
internal sealed record ServiceRequestMessage(string Service) : ISshMessage
{
    public static ServiceRequestMessage Read(ReadOnlySpan<byte> payload)
    {
        var reader = SshReader.Of(payload, SshMessageNumber.ServiceRequest);
        var message = new ServiceRequestMessage(reader.ReadName());
        reader.End();
        return message;
    }

    public void Write(SshWriter writer) => writer.Number(SshMessageNumber.ServiceRequest).Text(Service);
}
