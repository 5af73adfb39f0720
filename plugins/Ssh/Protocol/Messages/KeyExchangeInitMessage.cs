namespace PluginFramework.Ssh.Protocol.Messages;

/// <summary>What a side offers, the preferred first, and so begins a key exchange (RFC 4253 §7.1).</summary>
internal sealed record KeyExchangeInitMessage : ISshMessage
{
    private const int CookieOctets = 16;

    public required byte[] Cookie { get; init; }

    public required string[] KeyExchanges { get; init; }

    public required string[] HostKeys { get; init; }

    public required string[] CiphersToServer { get; init; }

    public required string[] CiphersToClient { get; init; }

    public required string[] MacsToServer { get; init; }

    public required string[] MacsToClient { get; init; }

    public string[] CompressionsToServer { get; init; } = ["none"];

    public string[] CompressionsToClient { get; init; } = ["none"];

    /// <summary>A guess at the next message follows at once.</summary>
    public bool IsGuessFollowing { get; init; }

    public static KeyExchangeInitMessage Read(ReadOnlySpan<byte> payload)
    {
        var reader = SshReader.Of(payload, SshMessageNumber.KeyExchangeInit);
        var cookie = reader.Rest.Length >= CookieOctets ? reader.Rest[..CookieOctets].ToArray() : [];
        reader.Skip(CookieOctets);
        var (exchanges, hostKeys) = (reader.ReadNames(), reader.ReadNames());
        var (ciphersToServer, ciphersToClient) = (reader.ReadNames(), reader.ReadNames());
        var (macsToServer, macsToClient) = (reader.ReadNames(), reader.ReadNames());
        var (compressionsToServer, compressionsToClient) = (reader.ReadNames(), reader.ReadNames());
        reader.ReadString(); // languages, of which nobody makes use
        reader.ReadString();
        var guess = reader.ReadBoolean();
        reader.ReadUInt32(); // reserved
        reader.End();
        return new()
        {
            Cookie = cookie,
            KeyExchanges = exchanges,
            HostKeys = hostKeys,
            CiphersToServer = ciphersToServer,
            CiphersToClient = ciphersToClient,
            MacsToServer = macsToServer,
            MacsToClient = macsToClient,
            CompressionsToServer = compressionsToServer,
            CompressionsToClient = compressionsToClient,
            IsGuessFollowing = guess,
        };
    }

    public void Write(SshWriter writer) =>
        writer.Number(SshMessageNumber.KeyExchangeInit).Raw(Cookie)
            .Names(KeyExchanges).Names(HostKeys)
            .Names(CiphersToServer).Names(CiphersToClient)
            .Names(MacsToServer).Names(MacsToClient)
            .Names(CompressionsToServer).Names(CompressionsToClient)
            .Names([]).Names([])
            .Boolean(IsGuessFollowing).UInt32(0);
}
