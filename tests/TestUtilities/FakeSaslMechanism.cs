using System.Text;
using PluginFramework.Identity;
using PluginFramework.Network;

namespace PluginFramework.TestUtilities;

/// <summary>PLAIN (RFC 4616) against an authenticator, or a mechanism of another name that a test scripts.</summary>
public sealed class FakeSaslMechanism(IAuthenticator authenticator, string name = "PLAIN") : ISaslMechanism
{
    public string Name => name;

    public bool Available { get; set; } = true;

    /// <summary>Replaces the exchange: takes what the client sent.</summary>
    public Func<ReadOnlyMemory<byte>?, SaslStep>? Script { get; set; }

    public bool IsAvailable(ClientInfo client) => Available;

    public ISaslExchange Start(ClientInfo client) => new Exchange(this, client);

    private async ValueTask<SaslStep> RespondAsync(ReadOnlyMemory<byte>? response, ClientInfo client, CancellationToken cancellationToken)
    {
        if (Script is { } script) return script(response);
        if (response is not { } message) return new SaslStep.Challenge(ReadOnlyMemory<byte>.Empty);
        if (Encoding.UTF8.GetString(message.Span).Split('\0') is not [_, var user, var password])
            return new SaslStep.Failed(new AuthenticationResult.Refused(AuthenticationFailure.Malformed));
        return await authenticator.AuthenticateAsync(new PasswordCredential(user, password), client, cancellationToken) switch
        {
            AuthenticationResult.Succeeded succeeded => new SaslStep.Succeeded(succeeded.Principal),
            AuthenticationResult.Refused refused => new SaslStep.Failed(refused),
            var other => throw new InvalidOperationException($"Unexpected {other}."),
        };
    }

    private sealed class Exchange(FakeSaslMechanism mechanism, ClientInfo client) : ISaslExchange
    {
        public ValueTask<SaslStep> RespondAsync(ReadOnlyMemory<byte>? response, CancellationToken cancellationToken = default) =>
            mechanism.RespondAsync(response, client, cancellationToken);
    }
}
