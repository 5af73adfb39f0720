using System.Collections.Immutable;

namespace PluginFramework.Identity;

/// <summary>What to change of a user; what is <see langword="null"/> stays.</summary>
public sealed record UserChange
{
    /// <inheritdoc cref="User.DisplayName"/>
    public string? DisplayName { get; init; }

    /// <inheritdoc cref="NewUser(string, string?)" path="/param[@name='Password']"/>
    public string? Password { get; init; }

    /// <inheritdoc cref="User.Roles"/>
    public ImmutableArray<string>? Roles { get; init; }

    /// <inheritdoc cref="User.Protocols"/>
    public ImmutableArray<string>? Protocols { get; init; }

    /// <inheritdoc cref="User.IsDisabled"/>
    public bool? IsDisabled { get; init; }

    /// <summary>The client certificates that log this user in, by SHA-256 fingerprint in hexadecimal; replaces all former ones.</summary>
    public ImmutableArray<string>? CertificateFingerprints { get; init; }

    /// <summary>Leaves the password out, so that no log shows it.</summary>
    public override string ToString() => nameof(UserChange);
}
