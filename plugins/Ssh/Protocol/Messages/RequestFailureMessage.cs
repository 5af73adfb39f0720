namespace PluginFramework.Ssh.Protocol.Messages;

/// <summary>A request is refused (RFC 4254 §4).</summary>
internal sealed record RequestFailureMessage : ISshMessage
{
    public static RequestFailureMessage Read(ReadOnlySpan<byte> payload)
    {
        var reader = SshReader.Of(payload, SshMessageNumber.RequestFailure);
        reader.End();
        return new RequestFailureMessage();
    }

    public void Write(SshWriter writer) => writer.Number(SshMessageNumber.RequestFailure);
}
