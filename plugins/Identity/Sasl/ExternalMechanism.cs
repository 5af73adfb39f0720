using System.Composition;
using PluginFramework.Network;
using PluginFramework.Plugins;

namespace PluginFramework.Identity.Sasl;

/// <summary>EXTERNAL (RFC 4422 appendix A): the client certificate says who it is.</summary>
[Export(typeof(ISaslMechanism)), Shared, Rank(40)]
[method: ImportingConstructor]
public sealed class ExternalMechanism(IAuthenticator authenticator) : ISaslMechanism
{
    public string Name => "EXTERNAL";

    public bool IsAvailable(ClientInfo client)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client.CertificateFingerprint is not null;
    }

    public ISaslExchange Start(ClientInfo client)
    {
        ArgumentNullException.ThrowIfNull(client);
        return new ExternalExchange(authenticator, client);
    }
}
