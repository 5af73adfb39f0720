using System.Text;

namespace PluginFramework.Identity.Sasl;

/// <summary>What all mechanisms have in common: an exchange is bounded, ends once and answers to any message.</summary>
internal abstract class SaslExchange : ISaslExchange
{
    private const int MaxResponse = 64 * 1024;
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private bool _hasStarted;
    private bool _hasEnded;

    public async ValueTask<SaslStep> RespondAsync(ReadOnlyMemory<byte>? response, CancellationToken cancellationToken = default)
    {
        var isOutOfTurn = _hasEnded || (_hasStarted && response is null) || response is { Length: > MaxResponse };
        _hasStarted = true;
        var step = isOutOfTurn ? Malformed() : await NextAsync(response, cancellationToken);
        _hasEnded |= step is not SaslStep.Challenge;
        return step;
    }

    /// <summary>Takes the next message; <see langword="null"/> where the client sent no initial response.</summary>
    protected abstract ValueTask<SaslStep> NextAsync(ReadOnlyMemory<byte>? response, CancellationToken cancellationToken);

    protected static SaslStep Malformed() => Refuse(AuthenticationFailure.Malformed);

    protected static SaslStep Refuse(AuthenticationFailure failure) => new SaslStep.Failed(new AuthenticationResult.Refused(failure));

    protected static SaslStep Challenge(string text = "") => new SaslStep.Challenge(Encoding.UTF8.GetBytes(text));

    protected static SaslStep End(AuthenticationResult result) => result switch
    {
        AuthenticationResult.Succeeded(var principal) => new SaslStep.Succeeded(principal),
        AuthenticationResult.Refused refused => new SaslStep.Failed(refused),
        _ => throw new InvalidOperationException($"{result.GetType().Name} is no end of a login."),
    };

    /// <summary>Decodes well-formed UTF-8 without NUL, as every mechanism here demands.</summary>
    protected static bool TryDecode(ReadOnlySpan<byte> octets, out string text)
    {
        text = "";
        if (octets.Contains((byte)0)) return false;
        try
        {
            text = StrictUtf8.GetString(octets);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
