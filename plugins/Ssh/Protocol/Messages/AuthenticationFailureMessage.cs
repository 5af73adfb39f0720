namespace PluginFramework.Ssh.Protocol.Messages;

/// <summary>What was tried does not do (RFC 4252 §5.1).</summary>
/// <param name="Methods">What may go on.</param>
/// <param name="IsPartialSuccess">What was tried was right, and more is wanted.</param>
internal sealed record AuthenticationFailureMessage(string[] Methods, bool IsPartialSuccess) : ISshMessage
{
    public static AuthenticationFailureMessage Read(ReadOnlySpan<byte> payload)
    {
        var reader = SshReader.Of(payload, SshMessageNumber.AuthenticationFailure);
        var message = new AuthenticationFailureMessage(reader.ReadNames(), reader.ReadBoolean());
        reader.End();
        return message;
    }

    public void Write(SshWriter writer) => writer.Number(SshMessageNumber.AuthenticationFailure).Names(Methods).Boolean(IsPartialSuccess);
}
