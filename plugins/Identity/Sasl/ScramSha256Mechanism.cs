using System.Composition;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using PluginFramework.Network;
using PluginFramework.Plugins;

namespace PluginFramework.Identity.Sasl;

/// <summary>SCRAM-SHA-256 (RFC 5802, RFC 7677): the password never crosses the wire, and the client learns that the server knows it.</summary>
[Export(typeof(ISaslMechanism)), Shared, Rank(30)]
[method: ImportingConstructor]
public sealed class ScramSha256Mechanism(IUserStore store, IAuthenticator authenticator, IPluginContext context) : ISaslMechanism
{
    private const int NonceOctets = 18;
    private readonly ScramLookup _lookup = new(
        store, new InstallationKey(context, "scram.key"), context.GetOptions<IdentityOptions>().ScramIterations, context.LoggerFactory.CreateLogger<ScramSha256Mechanism>());

    public string Name => "SCRAM-SHA-256";

    public bool IsAvailable(ClientInfo client) => true;

    public ISaslExchange Start(ClientInfo client)
    {
        ArgumentNullException.ThrowIfNull(client);
        return new ScramExchange(_lookup, authenticator, client, Convert.ToBase64String(RandomNumberGenerator.GetBytes(NonceOctets)));
    }
}
