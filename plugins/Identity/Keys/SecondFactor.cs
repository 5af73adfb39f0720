using System.Collections.Concurrent;
using System.Composition;
using Microsoft.Extensions.Logging;
using PluginFramework.Identity.Changes;
using PluginFramework.Identity.Sasl;
using PluginFramework.Plugins;

namespace PluginFramework.Identity.Keys;

/// <summary>Checks the codes of authenticator apps, each of which counts once.</summary>
[Export, Shared]
[method: ImportingConstructor]
public sealed class SecondFactor(IUserStore store, ChangeGate changes, IPluginContext context)
{
    private const int MaxCodeLength = 32;

    private readonly InstallationKey _key = new(context, "totp.key");
    private readonly ILogger _log = context.LoggerFactory.CreateLogger<SecondFactor>();

    // By user: the last step a code was taken of. A code is good for a minute and a half, so it is of no use to write this down.
    private readonly ConcurrentDictionary<string, long> _lastSteps = new(StringComparer.Ordinal);

    /// <summary>Why a user who gave the right password is not let in yet; <see langword="null"/>: they are.</summary>
    public async ValueTask<AuthenticationFailure?> RefusalAsync(User user, string? code, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(user);
        if (!await IsWantedAsync(user, cancellationToken)) return null;
        if (string.IsNullOrWhiteSpace(code)) return AuthenticationFailure.SecondFactorRequired;
        return await TryUseAsync(user, code, cancellationToken) ? null : AuthenticationFailure.InvalidCredentials;
    }

    internal string Protect(TotpSecret secret) => secret.Protect(_key);

    /// <summary>Whether a code of a secret is right and was not used yet; it is used then.</summary>
    internal bool TryUse(User user, TotpSecret secret, string code)
    {
        var digits = string.Concat(code.Where(char.IsAsciiDigit));
        if (secret.StepOf(digits, context.TimeProvider.GetUtcNow()) is not { } step) return false;
        var last = _lastSteps.GetOrAdd(user.Id, step - 1);
        return last < step && _lastSteps.TryUpdate(user.Id, step, last);
    }

    private async ValueTask<bool> IsWantedAsync(User user, CancellationToken cancellationToken) =>
        (await store.GetSecretsAsync(user.Id, cancellationToken)).Any(secret => secret.Scheme == KeySchemes.Authenticator);

    private async ValueTask<bool> TryUseAsync(User user, string code, CancellationToken cancellationToken)
    {
        if (code.Length > MaxCodeLength) return false;
        using var turn = await changes.EnterAsync(cancellationToken);
        var secrets = await store.GetSecretsAsync(user.Id, cancellationToken);
        foreach (var secret in secrets.Where(secret => secret.Scheme == KeySchemes.Authenticator))
        {
            try
            {
                if (TryUse(user, TotpSecret.Unprotect(secret.Value, _key), code)) return true;
            }
            catch (FormatException exception)
            {
                _log.SecretDamaged(exception, secret.Scheme, user.Name);
            }
        }

        var recovery = RecoveryCodes.ToSecret(code);
        if (!secrets.Contains(recovery)) return false;
        await store.SetSecretsAsync(user.Id, secrets.Remove(recovery), cancellationToken);
        return true;
    }
}
