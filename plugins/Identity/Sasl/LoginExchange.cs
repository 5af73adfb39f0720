using PluginFramework.Identity.Text;
using PluginFramework.Network;

namespace PluginFramework.Identity.Sasl;

internal sealed class LoginExchange(IAuthenticator authenticator, ClientInfo client, bool isAllowed) : SaslExchange
{
    private string? _name;

    protected override async ValueTask<SaslStep> NextAsync(ReadOnlyMemory<byte>? response, CancellationToken cancellationToken)
    {
        if (!isAllowed) return Refuse(AuthenticationFailure.PrivacyRequired);
        // The draft's prompts are "User Name" and "Password", to be ignored by clients; those that do look expect these.
        if (response is not { } message) return Challenge("Username:");
        if (!TryDecode(message.Span, out var text) || text.Length == 0) return Malformed();
        if (_name is null)
        {
            // A client that sends an initial response gives its name with it.
            if (!SaslPrep.TryPrepare(text, allowUnassigned: true, out var name) || name.Length == 0) return Malformed();
            _name = name;
            return Challenge("Password:");
        }

        return End(await authenticator.AuthenticateAsync(new PasswordCredential(_name, text), client, cancellationToken));
    }
}
