namespace PluginFramework.Ssh.Protocol.Messages;

/// <summary>Something to ignore (RFC 4253 §11.2).</summary>
internal sealed record IgnoreMessage(byte[] Data) : ISshMessage
{
    public static IgnoreMessage Read(ReadOnlySpan<byte> payload)
    {
        var reader = SshReader.Of(payload, SshMessageNumber.Ignore);
        var message = new IgnoreMessage(reader.ReadString().ToArray());
        reader.End();
        return message;
    }

    public void Write(SshWriter writer) => writer.Number(SshMessageNumber.Ignore).String(Data);
}
