namespace PluginFramework.Identity.Sessions;

/// <summary>Where a user is logged in: a browser, or a connection of another protocol.</summary>
/// <param name="Id">Names it among all.</param>
/// <param name="UserId">The user's id.</param>
/// <param name="UserName">The user's name.</param>
/// <param name="Kind">The protocol, or <see cref="Browser"/>.</param>
/// <param name="Since">When it began.</param>
internal sealed record UserSession(string Id, string UserId, string UserName, string Kind, DateTimeOffset Since)
{
    public const string Browser = "browser";

    public string? RemoteAddress { get; init; }

    public DateTimeOffset? LastSeenAt { get; init; }

    /// <summary>What a browser calls itself.</summary>
    public string? Program { get; init; }
}
