using System.Collections.Immutable;
using PluginFramework.Identity;

namespace PluginFramework.ControlPanel.Tests.Support;

/// <summary>Nobody has keys, and nobody gets any.</summary>
internal sealed class NoKeys : IAccountKeys
{
    public Task<ImmutableArray<AccountKey>> ListAsync(string userName, CancellationToken cancellationToken = default) => Task.FromResult<ImmutableArray<AccountKey>>([]);

    public Task<string> AddAppPasswordAsync(string userName, NewAppPassword appPassword, Caller caller, CancellationToken cancellationToken = default) => throw Refusal();

    public Task<AccountKey> AddSshKeyAsync(string userName, string line, Caller caller, CancellationToken cancellationToken = default) => throw Refusal();

    public Task<AuthenticatorEnrolment> BeginAuthenticatorAsync(string userName, Caller caller, CancellationToken cancellationToken = default) => throw Refusal();

    public Task<ImmutableArray<string>> ConfirmAuthenticatorAsync(string userName, string code, Caller caller, CancellationToken cancellationToken = default) => throw Refusal();

    public Task RemoveAsync(string userName, string keyId, Caller caller, CancellationToken cancellationToken = default) => throw Refusal();

    private static IdentityException Refusal() => new(IdentityError.ReadOnly, "There are no keys here.");
}
