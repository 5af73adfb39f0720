namespace PluginFramework.Ssh.Protocol.Messages;

/// <summary>A user tries to log in (RFC 4252 §5).</summary>
/// <param name="UserName">Who they say they are.</param>
/// <param name="Service">What to begin afterwards.</param>
/// <param name="Method">How they prove it.</param>
/// <param name="Data">What the method says, not read yet.</param>
internal sealed record AuthenticationRequestMessage(string UserName, string Service, string Method, byte[] Data) : ISshMessage
{
    private const int MaxUserName = 1024;

    public static AuthenticationRequestMessage Read(ReadOnlySpan<byte> payload)
    {
        var reader = SshReader.Of(payload, SshMessageNumber.AuthenticationRequest);
        return new(reader.ReadText(MaxUserName), reader.ReadName(), reader.ReadName(), reader.Rest.ToArray());
    }

    public void Write(SshWriter writer) => writer.Number(SshMessageNumber.AuthenticationRequest).Text(UserName).Text(Service).Text(Method).Raw(Data);

    /// <summary>Leaves the proof out, so that no log shows it.</summary>
    public override string ToString() => $"{nameof(AuthenticationRequestMessage)} of {UserName} by {Method}";
}
