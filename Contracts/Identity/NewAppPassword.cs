using System.Collections.Immutable;

namespace PluginFramework.Identity;

/// <summary>An app password to be.</summary>
/// <param name="Label">What it is for: 1 to 64 characters.</param>
public sealed record NewAppPassword(string Label)
{
    /// <inheritdoc cref="AccountKey.Protocols"/>
    public ImmutableArray<string> Protocols { get; init; } = [User.AnyProtocol];

    /// <inheritdoc cref="AccountKey.ExpiresAt"/>
    public DateTimeOffset? ExpiresAt { get; init; }
}
