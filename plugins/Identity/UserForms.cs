using System.Collections.Immutable;
using PluginFramework.Panels;

namespace PluginFramework.Identity;

/// <summary>What can be done with users, and what that takes.</summary>
internal static class UserForms
{
    public static readonly PanelParameter Name = new("name") { Label = "User", Description = "The name to log in with.", IsRequired = true, Minimum = 1, Maximum = 64 };

    public static readonly PanelParameter Password = new("password")
    {
        Label = "Password", Description = "8 to 1024 characters; a user without one logs in by certificate alone.", IsSecret = true,
    };

    public static readonly PanelParameter DisplayName = new("displayName") { Label = "Display name", Description = "A name for people; empty for none.", Maximum = 256 };

    public static readonly PanelParameter Roles = new("roles") { Label = "Roles", Description = $"Such as {WellKnownRoles.Operator}, who may run the daemon.", IsList = true };

    public static readonly PanelParameter Protocols = new("protocols")
    {
        Label = "Protocols", IsList = true, Default = User.AnyProtocol,
        Description = "What the user may log in over; * is all but those that keep a weak secret, which must be named.",
    };

    public static readonly PanelParameter Certificates = new("certificates")
    {
        Label = "Certificates", Description = "Client certificates that log the user in, by SHA-256 fingerprint; they replace all former ones.", IsList = true,
    };

    public static readonly PanelParameter Disabled = new("disabled", PanelParameterKind.Flag) { Label = "Disabled", Description = "Whether the user exists and cannot log in." };

    public static readonly PanelParameter Role = new("role") { Label = "Role", Description = "Only users with this role." };

    public static readonly PanelParameter Search = new("search") { Label = "Search", Description = "Only users whose name or display name contains this." };

    public static readonly PanelParameter Key = new("key") { Label = "Key", Description = "The key's id, as the user's page shows it.", IsRequired = true, Maximum = 64 };

    public static ImmutableArray<PanelAct> Acts { get; } =
    [
        new("add", "Add")
        {
            Description = "Adds a user.", Parameters = [Name, Password, DisplayName, Roles, Protocols, Certificates],
            CanDryRun = true, IsAuditedBelow = true,
        },
        new("invite", "Invite")
        {
            Description = "Adds a user and makes a link with which they set their password, once. It is shown this once.", Parameters = [Name, DisplayName, Roles, Protocols],
            CanDryRun = true, IsAuditedBelow = true,
        },
        new("set", "Change")
        {
            Description = "Changes what is given and leaves the rest.",
            Parameters = [Name, DisplayName, Roles, Protocols with { Default = null }, Certificates, Disabled], CanDryRun = true, IsAuditedBelow = true,
        },
        new("passwd", "Set password")
        {
            Description = "Sets a user's password.", Parameters = [Name, Password with { IsRequired = true, Description = "8 to 1024 characters." }],
            CanDryRun = true, IsAuditedBelow = true,
        },
        new("reset", "Reset password")
        {
            Description = "Takes the user's password away at once, and makes a link with which they set another, once. It is shown this once.", Parameters = [Name],
            Confirmation = "Take the password away? Whoever is logged in as this user is logged out; keys and app passwords stay.", CanDryRun = true, IsAuditedBelow = true,
        },
        new("remove-key", "Remove a key")
        {
            Description = "Removes an app password, an SSH key, a certificate, or the authenticator app of a user who has lost it.", Parameters = [Name, Key],
            Confirmation = "Remove the key? Whatever uses it logs in no more.", CanDryRun = true, IsAuditedBelow = true,
        },
        new("kick", "End sessions")
        {
            Description = "Logs the user out everywhere, in browsers and over every protocol. They can log in again unless they are disabled.", Parameters = [Name],
            Confirmation = "End all sessions of the user?", CanDryRun = true,
        },
        new("remove", "Remove")
        {
            Description = "Removes a user: they are gone from every login at once, and can be restored for a time.", Parameters = [Name], Confirmation = "Remove the user?", CanDryRun = true, IsAuditedBelow = true,
        },
    ];

    public static ImmutableArray<PanelParameter> Filters { get; } = [Role, Search];
}
