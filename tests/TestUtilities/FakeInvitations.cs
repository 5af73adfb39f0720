using System.Globalization;
using PluginFramework.Identity;
using PluginFramework.Network;

namespace PluginFramework.TestUtilities;

/// <summary>One-time links over any users. They last until they are used.</summary>
public sealed class FakeInvitations(IUserManager users) : IUserInvitations
{
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);

    /// <summary>What every use is refused with; <see langword="null"/>: nothing.</summary>
    public IdentityException? Refusal { get; set; }

    public async Task<OneTimeLink> InviteAsync(NewUser user, Caller caller, CancellationToken cancellationToken = default) =>
        LinkFor((await users.AddAsync(user, caller, cancellationToken)).Name);

    public Task<OneTimeLink> ResetAsync(string name, Caller caller, CancellationToken cancellationToken = default) => Task.FromResult(LinkFor(name));

    public Task<string> FindAsync(string token, ClientInfo client, CancellationToken cancellationToken = default)
    {
        if (Refusal is { } refusal) return Task.FromException<string>(refusal);
        return _names.TryGetValue(token, out var name) ? Task.FromResult(name) : Task.FromException<string>(new IdentityException(IdentityError.InvalidLink, "This link is not good."));
    }

    public async Task<User> AcceptAsync(string token, string password, ClientInfo client, CancellationToken cancellationToken = default)
    {
        var name = await FindAsync(token, client, cancellationToken);
        var user = await users.ChangeAsync(name, new UserChange { Password = password }, new(name, client.Protocol), cancellationToken);
        _names.Remove(token);
        return user;
    }

    private OneTimeLink LinkFor(string name)
    {
        var token = string.Create(CultureInfo.InvariantCulture, $"token-{_names.Count + 1}");
        _names[token] = name;
        return new(name, token, $"/panel/welcome?token={token}", DateTimeOffset.UnixEpoch);
    }
}
