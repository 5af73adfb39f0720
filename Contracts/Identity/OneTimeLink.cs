namespace PluginFramework.Identity;

/// <summary>A link with which a user sets their password, once. To be shown this once.</summary>
/// <param name="UserName">The user.</param>
/// <param name="Token">The secret in it, 256 bits in Base64 for addresses.</param>
/// <param name="Address">Where to go: a path of the web server, or a whole address where one is configured.</param>
/// <param name="ExpiresAt">Until when it works.</param>
public sealed record OneTimeLink(string UserName, string Token, string Address, DateTimeOffset ExpiresAt)
{
    /// <summary>Leaves the secret out, so that no log shows it.</summary>
    public override string ToString() => $"OneTimeLink {UserName}";
}
