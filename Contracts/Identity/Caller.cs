using System.Collections.Immutable;

namespace PluginFramework.Identity;

/// <summary>Who asks for something, and over which surface: for authorisation and the audit. Plain data.</summary>
/// <param name="Name">A user's name, or <c>cli:root</c> for the system's user root at a command line.</param>
/// <param name="Surface">The protocol or surface they ask over: <c>control</c>, <c>irc</c>, <c>http</c>, <c>prompt</c>.</param>
public sealed record Caller(string Name, string Surface)
{
    /// <summary>The caller's roles (<see cref="WellKnownRoles"/>).</summary>
    public ImmutableArray<string> Roles { get; init; } = [];

    /// <summary>The address they ask from, without its port; <see langword="null"/> where there is none.</summary>
    public string? RemoteAddress { get; init; }

    /// <summary>The browser's session they ask in (<see cref="Web.WebSession.Id"/>); <see langword="null"/> elsewhere.</summary>
    public string? SessionId { get; init; }

    /// <summary>Whether the caller has that role.</summary>
    public bool IsInRole(string role) => Roles.Contains(role, StringComparer.Ordinal);

    /// <summary>A user who has logged in.</summary>
    /// <param name="principal">The user.</param>
    /// <param name="surface">The protocol or surface they use.</param>
    /// <param name="remoteAddress">The address they come from.</param>
    public static Caller Of(Principal principal, string surface, string? remoteAddress = null)
    {
        ArgumentNullException.ThrowIfNull(principal);
        return new(principal.UserName, surface) { Roles = principal.Roles, RemoteAddress = remoteAddress };
    }
}
