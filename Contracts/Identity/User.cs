using System.Collections.Immutable;

namespace PluginFramework.Identity;

/// <summary>An account. Plain data; secrets are kept apart from it.</summary>
public sealed record User
{
    /// <summary>Stands in <see cref="Protocols"/> for every protocol but those whose secrets are weak.</summary>
    public const string AnyProtocol = "*";

    /// <summary>The id, made by the store, never changed and never given to another user.</summary>
    public required string Id { get; init; }

    /// <summary>
    /// The name people log in with: 1 to 64 of the letters <c>A-Z a-z</c>, the digits <c>0-9</c> and <c>. _ -</c>, beginning with a letter or a
    /// digit, compared without regard to case.
    /// </summary>
    public required string Name { get; init; }

    /// <summary>A name for people, 256 characters at most; <see langword="null"/>: <see cref="Name"/> serves.</summary>
    public string? DisplayName { get; init; }

    /// <summary>The roles, each once.</summary>
    public ImmutableArray<string> Roles { get; init; } = [];

    /// <summary>
    /// The protocols the user may log in over, by the names of <see cref="Network.ProtocolAttribute"/>. <see cref="AnyProtocol"/> stands for
    /// every one but those that need a weak secret, which must be named.
    /// </summary>
    public ImmutableArray<string> Protocols { get; init; } = [AnyProtocol];

    /// <summary>The account exists and cannot be used.</summary>
    public bool IsDisabled { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was removed; <see langword="null"/> for every account that is in use. The store sets it (<see cref="IUserStore.RemoveAsync"/>).</summary>
    public DateTimeOffset? RemovedAt { get; init; }

    /// <summary>Whether the user may log in over a protocol.</summary>
    /// <param name="protocol">The protocol's name.</param>
    /// <param name="needsWeakSecret">The protocol works only with a weak secret, and so must be allowed by name.</param>
    public bool MayUse(string protocol, bool needsWeakSecret = false) =>
        Protocols.Contains(protocol, StringComparer.Ordinal) || (!needsWeakSecret && Protocols.Contains(AnyProtocol, StringComparer.Ordinal));
}
