namespace PluginFramework.Ssh.Protocol.Messages;

/// <summary>All that follows is under the new keys (RFC 4253 §7.3).</summary>
internal sealed record NewKeysMessage : ISshMessage
{
    public static NewKeysMessage Read(ReadOnlySpan<byte> payload)
    {
        var reader = SshReader.Of(payload, SshMessageNumber.NewKeys);
        reader.End();
        return new NewKeysMessage();
    }

    public void Write(SshWriter writer) => writer.Number(SshMessageNumber.NewKeys);
}
