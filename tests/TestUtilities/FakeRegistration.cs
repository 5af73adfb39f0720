using PluginFramework.Identity;
using PluginFramework.Network;

namespace PluginFramework.TestUtilities;

/// <summary>Registration over any users.</summary>
public sealed class FakeRegistration(IUserManager users) : IUserRegistration
{
    public RegistrationMode Mode { get; set; }

    /// <summary>What everybody is refused with; <see langword="null"/>: nothing.</summary>
    public IdentityException? Refusal { get; set; }

    public async Task<User> RegisterAsync(string name, string password, ClientInfo client, CancellationToken cancellationToken = default)
    {
        if (Refusal is { } refusal) throw refusal;
        var caller = new Caller("visitor", client.Protocol);
        await users.AddAsync(new NewUser(name, password), caller, cancellationToken);
        return await users.ChangeAsync(name, new UserChange { IsDisabled = Mode == RegistrationMode.Approval }, caller, cancellationToken);
    }
}
