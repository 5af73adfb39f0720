using System.Collections.Immutable;
using PluginFramework.Panels;

namespace PluginFramework.Identity.Accounts;

/// <summary>What users can do with their own account, and what that takes.</summary>
internal static class AccountForms
{
    public static readonly PanelParameter Present = new("present") { Label = "Present password", Description = "To prove that it is you.", IsRequired = true, IsSecret = true };

    public static readonly PanelParameter Password = new("password") { Label = "New password", Description = "8 to 1024 characters.", IsRequired = true, IsSecret = true };

    public static readonly PanelParameter Label = new("label") { Label = "Label", Description = "What it is for: mail on the phone.", IsRequired = true, Minimum = 1, Maximum = 64 };

    public static readonly PanelParameter Protocols = new("protocols")
    {
        Label = "Protocols", Description = "What it is good for; * is all that you may use.", IsList = true, Default = User.AnyProtocol,
    };

    public static readonly PanelParameter Lifetime = new("lifetime", PanelParameterKind.Duration) { Label = "Lifetime", Description = "How long it works; without it, until it is removed.", Minimum = 60 };

    public static readonly PanelParameter Line = new("line") { Label = "Public key", Description = "The line of the file that ends in .pub.", IsRequired = true, Maximum = 8192 };

    public static readonly PanelParameter Code = new("code") { Label = "Code", Description = "The six digits the app shows now.", IsRequired = true, Minimum = 6, Maximum = 32 };

    public static readonly PanelParameter Id = new("id") { Label = "Key", Description = "The key's id.", IsRequired = true, Maximum = 64 };

    public static ImmutableArray<PanelAct> Acts { get; } =
    [
        new("passwd", "Change password") { Description = "Sets a new password.", Parameters = [Present, Password], Role = null, IsAuditedBelow = true },
        new("add-app-password", "Make an app password")
        {
            Description = "Makes a password for a program, which is shown once; it serves as a bearer token too.", Parameters = [Present, Label, Protocols, Lifetime], Role = null, IsAuditedBelow = true,
        },
        new("add-ssh-key", "Add an SSH key") { Description = "Lets the holder of a private key log in over SSH.", Parameters = [Present, Line], Role = null, IsAuditedBelow = true },
        new("begin-authenticator", "Set up an authenticator app")
        {
            Description = "Shows the secret for an app; confirming it with a code makes a login by password take one.", Parameters = [Present], Role = null, IsAuditedBelow = true,
        },
        new("confirm-authenticator", "Confirm the authenticator app")
        {
            Description = "Completes it with a code of the app; the recovery codes are shown once.", Parameters = [Code], Role = null, IsAuditedBelow = true,
        },
        new("remove-key", "Remove a key")
        {
            Description = "Removes an app password, an SSH key, a certificate, a passkey or the authenticator app.", Parameters = [Present, Id], Role = null, IsAuditedBelow = true,
            Confirmation = "Remove the key? Whatever uses it logs in no more.",
        },
    ];
}
