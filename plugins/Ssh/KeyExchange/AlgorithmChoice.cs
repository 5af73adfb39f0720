using PluginFramework.Ssh.Protocol;
using PluginFramework.Ssh.Protocol.Messages;
using PluginFramework.Ssh.Transport;

namespace PluginFramework.Ssh.KeyExchange;

/// <summary>What both sides can (RFC 4253 §7.1): of each kind the first of the client's that the server has.</summary>
/// <param name="KeyExchange">The method.</param>
/// <param name="HostKey">The signature by the server.</param>
/// <param name="CipherToServer">From client to server.</param>
/// <param name="MacToServer"><see langword="null"/> where the cipher authenticates by itself.</param>
/// <param name="CipherToClient">From server to client.</param>
/// <param name="MacToClient">See <paramref name="MacToServer"/>.</param>
internal sealed record AlgorithmChoice(
    string KeyExchange, string HostKey, CipherSuite CipherToServer, MacSuite? MacToServer, CipherSuite CipherToClient, MacSuite? MacToClient)
{
    /// <exception cref="SshConnectionException">There is none of some kind.</exception>
    public static AlgorithmChoice Of(KeyExchangeInitMessage client, KeyExchangeInitMessage server)
    {
        var toServer = Cipher(client.CiphersToServer, server.CiphersToServer);
        var toClient = Cipher(client.CiphersToClient, server.CiphersToClient);
        Common("compression", client.CompressionsToServer, server.CompressionsToServer);
        Common("compression", client.CompressionsToClient, server.CompressionsToClient);
        return new(
            Common("key exchange", client.KeyExchanges, [.. server.KeyExchanges.Where(name => !ProtocolMarkers.IsOne(name))]),
            Common("host key", client.HostKeys, server.HostKeys),
            toServer, Mac(toServer, client.MacsToServer, server.MacsToServer),
            toClient, Mac(toClient, client.MacsToClient, server.MacsToClient));
    }

    /// <summary>Whether a message sent on a guess is the one wanted.</summary>
    public static bool IsGuessRight(KeyExchangeInitMessage client, KeyExchangeInitMessage server) =>
        client.KeyExchanges.FirstOrDefault() == server.KeyExchanges[0] && client.HostKeys.FirstOrDefault() == server.HostKeys[0];

    private static CipherSuite Cipher(string[] client, string[] server)
    {
        var name = Common("cipher", client, server);
        return TransportSuites.Ciphers.First(suite => suite.Name == name);
    }

    private static MacSuite? Mac(CipherSuite cipher, string[] client, string[] server)
    {
        if (cipher.IsAuthenticated) return null;
        var name = Common("MAC", client, server);
        return TransportSuites.Macs.First(suite => suite.Name == name);
    }

    private static string Common(string kind, string[] client, string[] server) =>
        client.FirstOrDefault(server.Contains)
        ?? throw new SshConnectionException(SshDisconnectReason.KeyExchangeFailed, $"There is no {kind} in common; this server has {string.Join(',', server)}.");
}
