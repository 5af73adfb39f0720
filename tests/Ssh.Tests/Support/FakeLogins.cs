using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using PluginFramework.Identity;
using PluginFramework.Network;
using PluginFramework.Ssh.Authentication;

namespace PluginFramework.Ssh.Tests.Support;

/// <summary>Users with passwords, codes and keys, as an authenticator and as what lists keys.</summary>
public sealed class FakeLogins : IAuthenticator, IAccountKeys
{
    private readonly ConcurrentDictionary<string, (Principal Principal, string Password, string? Code)> _users = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<(string User, string Blob), byte> _keys = new();

    public ConcurrentQueue<(Credential Credential, ClientInfo Client)> Asked { get; } = [];

    /// <summary>Given instead of an answer while it is set.</summary>
    public AuthenticationResult? Answer { get; set; }

    public void Add(string name, string password = "secret", string? code = null, params string[] roles) =>
        _users[name] = (new Principal("id-" + name, name) { Roles = [.. roles] }, password, code);

    public void AddKey(string user, ReadOnlySpan<byte> blob) => _keys[(user, Convert.ToBase64String(blob))] = 0;

    public async ValueTask<AuthenticationResult> AuthenticateAsync(Credential credential, ClientInfo client, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        Asked.Enqueue((credential, client));
        if (Answer is { } answer) return answer;
        if (!_users.TryGetValue(credential.UserName, out var user)) return Refuse(AuthenticationFailure.InvalidCredentials);
        return credential switch
        {
            PasswordCredential password when password.Password != user.Password => Refuse(AuthenticationFailure.InvalidCredentials),
            PasswordCredential { OneTimeCode: null } when user.Code is not null => Refuse(AuthenticationFailure.SecondFactorRequired),
            PasswordCredential password when user.Code is not null && password.OneTimeCode != user.Code => Refuse(AuthenticationFailure.InvalidCredentials),
            PasswordCredential => new AuthenticationResult.Succeeded(user.Principal),
            PublicKeyCredential key when _keys.ContainsKey((key.UserName, Convert.ToBase64String(key.PublicKey.Span))) => new AuthenticationResult.Succeeded(user.Principal),
            SshCertificateCredential => new AuthenticationResult.Succeeded(user.Principal),
            _ => Refuse(AuthenticationFailure.InvalidCredentials),
        };
    }

    public Task<ImmutableArray<AccountKey>> ListAsync(string userName, CancellationToken cancellationToken = default) =>
        Task.FromResult<ImmutableArray<AccountKey>>(
        [
            .. _keys.Keys.Where(key => key.User == userName).Select(key => new AccountKey(key.Blob, AccountKeyKind.SshKey, "key")
            {
                Fingerprint = "SHA256:" + Convert.ToBase64String(SHA256.HashData(Convert.FromBase64String(key.Blob))).TrimEnd('='),
            }),
        ]);

    public Task<string> AddAppPasswordAsync(string userName, NewAppPassword appPassword, Caller caller, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<AccountKey> AddSshKeyAsync(string userName, string line, Caller caller, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<AuthenticatorEnrolment> BeginAuthenticatorAsync(string userName, Caller caller, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<ImmutableArray<string>> ConfirmAuthenticatorAsync(string userName, string code, Caller caller, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task RemoveAsync(string userName, string keyId, Caller caller, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    private static AuthenticationResult.Refused Refuse(AuthenticationFailure failure) => new(failure);
}
