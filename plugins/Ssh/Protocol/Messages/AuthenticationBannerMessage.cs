namespace PluginFramework.Ssh.Protocol.Messages;

/// <summary>Something to show before the login (RFC 4252 §5.4).</summary>
internal sealed record AuthenticationBannerMessage(string Text, string Language) : ISshMessage
{
    public static AuthenticationBannerMessage Read(ReadOnlySpan<byte> payload)
    {
        var reader = SshReader.Of(payload, SshMessageNumber.AuthenticationBanner);
        var message = new AuthenticationBannerMessage(reader.ReadText(), reader.ReadText());
        reader.End();
        return message;
    }

    public void Write(SshWriter writer) => writer.Number(SshMessageNumber.AuthenticationBanner).Text(Text).Text(Language);
}
