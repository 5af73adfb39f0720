using System.Collections.Immutable;

namespace PluginFramework.Identity;

/// <summary>A user to be.</summary>
/// <param name="Name">The name (<see cref="User.Name"/>).</param>
/// <param name="Password">8 to 1024 characters; <see langword="null"/>: no login by password.</param>
public sealed record NewUser(string Name, string? Password)
{
    /// <inheritdoc cref="User.DisplayName"/>
    public string? DisplayName { get; init; }

    /// <inheritdoc cref="User.Roles"/>
    public ImmutableArray<string> Roles { get; init; } = [];

    /// <inheritdoc cref="User.Protocols"/>
    public ImmutableArray<string> Protocols { get; init; } = [User.AnyProtocol];

    /// <summary>Leaves the password out, so that no log shows it.</summary>
    public override string ToString() => $"NewUser {Name}";
}
