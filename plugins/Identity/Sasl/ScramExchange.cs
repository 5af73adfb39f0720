using System.Globalization;
using System.Text;
using PluginFramework.Identity.Secrets;
using PluginFramework.Network;

namespace PluginFramework.Identity.Sasl;

/// <summary>The server's side of SCRAM-SHA-256 (RFC 5802 §5): two messages from the client, and its empty answer to the server's proof.</summary>
internal sealed class ScramExchange(ScramLookup lookup, IAuthenticator authenticator, ClientInfo client, string serverNonce) : SaslExchange
{
    private ScramClientFirst? _first;
    private ScramSecret? _secret;
    private string _serverFirst = "";
    private AuthenticationResult.Succeeded? _success;

    protected override async ValueTask<SaslStep> NextAsync(ReadOnlyMemory<byte>? response, CancellationToken cancellationToken)
    {
        if (response is not { } octets) return Challenge();
        if (_success is not null) return octets.Length == 0 ? End(_success) : Malformed();
        if (!TryDecode(octets.Span, out var message)) return Malformed();
        return _first is null || _secret is null
            ? await BeginAsync(message, cancellationToken)
            : await FinishAsync(_first, _secret, message, cancellationToken);
    }

    private async ValueTask<SaslStep> BeginAsync(string message, CancellationToken cancellationToken)
    {
        if (!ScramClientFirst.TryParse(message, out _first)) return Malformed();
        // To act as somebody else is a right nobody has here.
        if (_first.Authorization.Length > 0 && !string.Equals(_first.Authorization, _first.UserName, StringComparison.OrdinalIgnoreCase))
        {
            return Refuse(AuthenticationFailure.InvalidCredentials);
        }

        _secret = await lookup.FindAsync(_first.UserName, client.Protocol, cancellationToken);
        if (_secret is null) return Refuse(AuthenticationFailure.Unavailable);
        _serverFirst = string.Create(CultureInfo.InvariantCulture,
            $"r={_first.Nonce}{serverNonce},s={Convert.ToBase64String(_secret.Salt)},i={_secret.Iterations}");
        return Challenge(_serverFirst);
    }

    private async ValueTask<SaslStep> FinishAsync(ScramClientFirst first, ScramSecret secret, string message, CancellationToken cancellationToken)
    {
        if (!ScramClientFinal.TryParse(message, out var final)) return Malformed();
        // A header that differs means somebody changed it on the way; a nonce that differs, that this answers another exchange.
        var binding = Convert.ToBase64String(Encoding.UTF8.GetBytes(first.Gs2Header));
        if (final.ChannelBinding != binding || final.Nonce != first.Nonce + serverNonce) return Malformed();

        var authMessage = Encoding.UTF8.GetBytes($"{first.Bare},{_serverFirst},{final.WithoutProof}");
        var credential = new ScramCredential(first.UserName, ScramSha256Scheme.SchemeName, authMessage, final.Proof);
        var result = await authenticator.AuthenticateAsync(credential, client, cancellationToken);
        _success = result as AuthenticationResult.Succeeded;
        return _success is null ? End(result) : Challenge($"v={Convert.ToBase64String(secret.Sign(authMessage))}");
    }
}
