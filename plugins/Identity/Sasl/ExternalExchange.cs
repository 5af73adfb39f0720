using PluginFramework.Identity.Text;
using PluginFramework.Network;

namespace PluginFramework.Identity.Sasl;

internal sealed class ExternalExchange(IAuthenticator authenticator, ClientInfo client) : SaslExchange
{
    protected override async ValueTask<SaslStep> NextAsync(ReadOnlyMemory<byte>? response, CancellationToken cancellationToken)
    {
        if (client.CertificateFingerprint is not { } fingerprint) return Refuse(AuthenticationFailure.InvalidCredentials);
        if (response is not { } message) return Challenge();
        // An empty message asks for whichever user the certificate belongs to.
        if (!TryDecode(message.Span, out var text) || !SaslPrep.TryPrepare(text, allowUnassigned: true, out var name)) return Malformed();
        return End(await authenticator.AuthenticateAsync(new CertificateCredential(name, fingerprint), client, cancellationToken));
    }
}
