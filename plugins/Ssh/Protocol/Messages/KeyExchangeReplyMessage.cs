namespace PluginFramework.Ssh.Protocol.Messages;

/// <summary>The server's half, its key, and its signature over both halves (RFC 4253 §8).</summary>
internal sealed record KeyExchangeReplyMessage(byte[] HostKey, byte[] ServerValue, byte[] Signature) : ISshMessage
{
    public static KeyExchangeReplyMessage Read(ReadOnlySpan<byte> payload)
    {
        var reader = SshReader.Of(payload, SshMessageNumber.KeyExchangeReply);
        var message = new KeyExchangeReplyMessage(reader.ReadString().ToArray(), reader.ReadString().ToArray(), reader.ReadString().ToArray());
        reader.End();
        return message;
    }

    public void Write(SshWriter writer) => writer.Number(SshMessageNumber.KeyExchangeReply).String(HostKey).String(ServerValue).String(Signature);
}
