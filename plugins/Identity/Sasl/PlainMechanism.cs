using System.Composition;
using PluginFramework.Network;
using PluginFramework.Plugins;

namespace PluginFramework.Identity.Sasl;

/// <summary>PLAIN (RFC 4616): name and password in one message.</summary>
[Export(typeof(ISaslMechanism)), Shared, Rank(20)]
[method: ImportingConstructor]
public sealed class PlainMechanism(IAuthenticator authenticator, IPluginContext context) : ISaslMechanism
{
    private readonly IdentityOptions _options = context.GetOptions<IdentityOptions>();

    public string Name => "PLAIN";

    public bool IsAvailable(ClientInfo client)
    {
        ArgumentNullException.ThrowIfNull(client);
        return _options.AllowsPassword(client);
    }

    public ISaslExchange Start(ClientInfo client) => new PlainExchange(authenticator, client, IsAvailable(client));
}
