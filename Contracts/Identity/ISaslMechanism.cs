using PluginFramework.Network;

namespace PluginFramework.Identity;

/// <summary>A SASL mechanism (RFC 4422), written once for every protocol that speaks SASL. Import all of them, live.</summary>
public interface ISaslMechanism
{
    /// <summary>The registered name: <c>SCRAM-SHA-256</c>.</summary>
    string Name { get; }

    /// <summary>Whether to offer it to this client now: PLAIN is not offered without privacy, EXTERNAL not without a certificate.</summary>
    bool IsAvailable(ClientInfo client);

    /// <summary>Begins an exchange.</summary>
    ISaslExchange Start(ClientInfo client);
}
