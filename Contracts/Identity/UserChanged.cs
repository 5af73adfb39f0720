namespace PluginFramework.Identity;

/// <summary>A user was added, changed, removed or restored. Plain data.</summary>
/// <param name="UserId">The user's id.</param>
/// <param name="Name">The user's name.</param>
public sealed record UserChanged(string UserId, string Name)
{
    /// <summary>Whoever is logged in as this user is to log in again: the password was changed, a role taken away, or <see cref="IsGone"/>.</summary>
    public bool EndsSessions { get; init; }

    /// <summary>The user can no longer log in: removed or disabled.</summary>
    public bool IsGone { get; init; }

    /// <summary>The browser's session it was asked for in, which goes on unless the user is gone; <see langword="null"/>: none.</summary>
    public string? SessionId { get; init; }
}
