using System.Collections.Immutable;

namespace PluginFramework.Identity;

/// <summary>A user who has proved who they are, as of that moment. Plain data.</summary>
/// <param name="UserId">The user's id, which never changes.</param>
/// <param name="UserName">The user's name.</param>
public sealed record Principal(string UserId, string UserName)
{
    /// <summary>The user's roles (<see cref="WellKnownRoles"/>).</summary>
    public ImmutableArray<string> Roles { get; init; } = [];

    /// <summary>The protocols the user may use; <c>*</c> stands for all but those whose secrets are weak.</summary>
    public ImmutableArray<string> Protocols { get; init; } = [User.AnyProtocol];

    /// <summary>They came with an app password or token rather than what opens the account itself; it is no proof for changing that.</summary>
    public bool IsAppPassword { get; init; }

    /// <summary>Whether the user has that role.</summary>
    public bool IsInRole(string role) => Roles.Contains(role, StringComparer.Ordinal);

    /// <summary>Whether the user may run the daemon: <see cref="WellKnownRoles.Operator"/>.</summary>
    public bool IsOperator => IsInRole(WellKnownRoles.Operator);

    /// <summary>The principal of a user.</summary>
    public static Principal Of(User user)
    {
        ArgumentNullException.ThrowIfNull(user);
        return new(user.Id, user.Name) { Roles = user.Roles, Protocols = user.Protocols };
    }
}
