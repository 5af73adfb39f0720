using System.Composition;
using PluginFramework.Network;
using PluginFramework.Plugins;

namespace PluginFramework.Identity.Sasl;

/// <summary>LOGIN (draft-murchison-sasl-login): name and password in a message each. Obsolete, and all that some mail clients speak.</summary>
[Export(typeof(ISaslMechanism)), Shared, Rank(10)]
[method: ImportingConstructor]
public sealed class LoginMechanism(IAuthenticator authenticator, IPluginContext context) : ISaslMechanism
{
    private readonly IdentityOptions _options = context.GetOptions<IdentityOptions>();

    public string Name => "LOGIN";

    public bool IsAvailable(ClientInfo client)
    {
        ArgumentNullException.ThrowIfNull(client);
        return _options.AllowsPassword(client);
    }

    public ISaslExchange Start(ClientInfo client) => new LoginExchange(authenticator, client, IsAvailable(client));
}
