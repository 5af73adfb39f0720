namespace PluginFramework.Ssh.Protocol.Messages;

/// <summary>The user is who they say (RFC 4252 §5.1).</summary>
internal sealed record AuthenticationSuccessMessage : ISshMessage
{
    public static AuthenticationSuccessMessage Read(ReadOnlySpan<byte> payload)
    {
        var reader = SshReader.Of(payload, SshMessageNumber.AuthenticationSuccess);
        reader.End();
        return new AuthenticationSuccessMessage();
    }

    public void Write(SshWriter writer) => writer.Number(SshMessageNumber.AuthenticationSuccess);
}
