namespace PluginFramework.Ssh.Protocol.Messages;

/// <summary>A signature by this key would do (RFC 4252 §7).</summary>
internal sealed record PublicKeyAcceptableMessage(string Algorithm, byte[] PublicKey) : ISshMessage
{
    public static PublicKeyAcceptableMessage Read(ReadOnlySpan<byte> payload)
    {
        var reader = SshReader.Of(payload, SshMessageNumber.AuthenticationContinue);
        var message = new PublicKeyAcceptableMessage(reader.ReadName(), reader.ReadString().ToArray());
        reader.End();
        return message;
    }

    public void Write(SshWriter writer) => writer.Number(SshMessageNumber.AuthenticationContinue).Text(Algorithm).String(PublicKey);
}
