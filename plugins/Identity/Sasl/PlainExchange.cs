using PluginFramework.Identity.Text;
using PluginFramework.Network;

namespace PluginFramework.Identity.Sasl;

internal sealed class PlainExchange(IAuthenticator authenticator, ClientInfo client, bool isAllowed) : SaslExchange
{
    protected override async ValueTask<SaslStep> NextAsync(ReadOnlyMemory<byte>? response, CancellationToken cancellationToken)
    {
        if (!isAllowed) return Refuse(AuthenticationFailure.PrivacyRequired);
        if (response is not { } message) return Challenge();
        if (!TryRead(message.Span, out var authorization, out var name, out var password)) return Malformed();
        // To act as somebody else is a right nobody has here; checked first, so that it is no way to try passwords unseen.
        if (authorization.Length > 0 && !string.Equals(authorization, name, StringComparison.OrdinalIgnoreCase))
        {
            return Refuse(AuthenticationFailure.InvalidCredentials);
        }

        return End(await authenticator.AuthenticateAsync(new PasswordCredential(name, password), client, cancellationToken));
    }

    // [authzid] NUL authcid NUL passwd
    private static bool TryRead(ReadOnlySpan<byte> message, out string authorization, out string name, out string password)
    {
        (authorization, name, password) = ("", "", "");
        var first = message.IndexOf((byte)0);
        var second = first < 0 ? -1 : message[(first + 1)..].IndexOf((byte)0);
        return second >= 0
            && TryDecode(message[..first], out authorization)
            && TryDecode(message.Slice(first + 1, second), out var rawName)
            && TryDecode(message[(first + second + 2)..], out password)
            && SaslPrep.TryPrepare(rawName, allowUnassigned: true, out name)
            && name.Length > 0 && password.Length > 0;
    }
}
