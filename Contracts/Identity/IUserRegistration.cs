using PluginFramework.Network;

namespace PluginFramework.Identity;

/// <summary>Lets people make an account for themselves, where the operator permits it. Safe for use from any thread.</summary>
public interface IUserRegistration
{
    /// <summary>Whether people may, and whether an operator must approve.</summary>
    RegistrationMode Mode { get; }

    /// <summary>Makes an account with the roles and protocols the operator has settled. Throttled by address, and audited.</summary>
    /// <param name="name">The name (<see cref="User.Name"/>). That it is taken is said: whoever chooses a name must learn it.</param>
    /// <param name="password">The password.</param>
    /// <param name="client">Who asks.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The user, disabled while an operator has not approved.</returns>
    /// <exception cref="IdentityException">It was refused.</exception>
    Task<User> RegisterAsync(string name, string password, ClientInfo client, CancellationToken cancellationToken = default);
}
