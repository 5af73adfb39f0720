using System.Collections.Immutable;

namespace PluginFramework.Identity;

/// <summary>Something besides the password that logs a user in, or that a login takes. Holds no secret.</summary>
/// <param name="Id">Names it among the user's keys.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Label">What its owner calls it; for a public key or certificate without a name, its fingerprint.</param>
public sealed record AccountKey(string Id, AccountKeyKind Kind, string Label)
{
    /// <summary>When it was made; <see langword="null"/> where that is not known.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it ceases to work; <see langword="null"/>: never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The protocols it is good for; <see cref="User.AnyProtocol"/> stands for all that the user may use.</summary>
    public ImmutableArray<string> Protocols { get; init; } = [User.AnyProtocol];

    /// <summary>When it was last used; <see langword="null"/> where that is not known, or it never was.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>The host whose web pages a passkey is good for; <see langword="null"/> for all else.</summary>
    public string? Host { get; init; }

    /// <summary>The fingerprint of a public key or certificate; <see langword="null"/> for all else.</summary>
    public string? Fingerprint { get; init; }
}
