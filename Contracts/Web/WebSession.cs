using PluginFramework.Identity;

namespace PluginFramework.Web;

/// <summary>A browser in which somebody is logged in. Plain data.</summary>
/// <param name="Id">Names it in lists and acts; it is not the cookie's secret.</param>
/// <param name="Principal">The user, as of the last look at the user database.</param>
/// <param name="CreatedAt">When it was begun.</param>
public sealed record WebSession(string Id, Principal Principal, DateTimeOffset CreatedAt)
{
    /// <summary>When it was last used, within a minute.</summary>
    public DateTimeOffset LastSeenAt { get; init; }

    /// <summary>When the user last proved who they are; dangerous acts may ask that it be recent.</summary>
    public DateTimeOffset ConfirmedAt { get; init; }

    /// <summary>Where it was last used from; <see langword="null"/> where that cannot be told.</summary>
    public string? RemoteAddress { get; init; }

    /// <summary>What the browser calls itself, 256 characters at most.</summary>
    public string? UserAgent { get; init; }
}
