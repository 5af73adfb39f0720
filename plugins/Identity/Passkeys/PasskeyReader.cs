using System.Buffers.Text;
using Microsoft.AspNetCore.Identity;
using PluginFramework.Identity.Keys;

namespace PluginFramework.Identity.Passkeys;

/// <summary>The user database as the library reads it: users by id, and the passkeys that they have for one host. What changes is written elsewhere.</summary>
internal sealed class PasskeyReader(IUserStore store, string host) : IUserPasskeyStore<User>
{
    /// <summary>What the database threw. The library takes that for a fault of the passkey; <see langword="null"/>: nothing.</summary>
    public Exception? Failure { get; private set; }

    public Task<string> GetUserIdAsync(User user, CancellationToken cancellationToken) => Task.FromResult(user.Id);

    public Task<string?> GetUserNameAsync(User user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Name);

    public Task<string?> GetNormalizedUserNameAsync(User user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Name.ToUpperInvariant());

    public Task<User?> FindByIdAsync(string userId, CancellationToken cancellationToken) => AskAsync(() => store.GetAsync(userId, cancellationToken));

    public Task<User?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) => AskAsync(() => store.FindAsync(normalizedUserName, cancellationToken));

    public async Task<IList<UserPasskeyInfo>> GetPasskeysAsync(User user, CancellationToken cancellationToken) =>
        [.. PasskeyRecord.In(await AskAsync(() => store.GetSecretsAsync(user.Id, cancellationToken))).Where(record => record.Host == host).Select(record => record.ToInfo())];

    public async Task<UserPasskeyInfo?> FindPasskeyAsync(User user, byte[] credentialId, CancellationToken cancellationToken) =>
        (await GetPasskeysAsync(user, cancellationToken)).FirstOrDefault(passkey => passkey.CredentialId.AsSpan().SequenceEqual(credentialId));

    public Task<User?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken) =>
        AskAsync(() => store.FindBySecretAsync(new(KeySchemes.Passkey, Base64Url.EncodeToString(credentialId)), cancellationToken));

    public Task AddOrUpdatePasskeyAsync(User user, UserPasskeyInfo passkey, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task RemovePasskeyAsync(User user, byte[] credentialId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task SetUserNameAsync(User user, string? userName, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task SetNormalizedUserNameAsync(User user, string? normalizedName, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IdentityResult> CreateAsync(User user, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IdentityResult> UpdateAsync(User user, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IdentityResult> DeleteAsync(User user, CancellationToken cancellationToken) => throw new NotSupportedException();

    public void Dispose()
    {
        // It holds nothing of its own.
    }

    private async Task<T> AskAsync<T>(Func<ValueTask<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (Exception exception)
        {
            Failure = exception;
            throw;
        }
    }
}
