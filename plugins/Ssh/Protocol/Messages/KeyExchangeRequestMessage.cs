namespace PluginFramework.Ssh.Protocol.Messages;

/// <summary>The client's half of a key exchange (RFC 4253 §8, RFC 5656 §4, RFC 8731): whatever the method, one field.</summary>
/// <param name="ClientValue">A point, a number or keys in the form the method has.</param>
internal sealed record KeyExchangeRequestMessage(byte[] ClientValue) : ISshMessage
{
    public static KeyExchangeRequestMessage Read(ReadOnlySpan<byte> payload)
    {
        var reader = SshReader.Of(payload, SshMessageNumber.KeyExchangeRequest);
        var message = new KeyExchangeRequestMessage(reader.ReadString().ToArray());
        reader.End();
        return message;
    }

    public void Write(SshWriter writer) => writer.Number(SshMessageNumber.KeyExchangeRequest).String(ClientValue);
}
