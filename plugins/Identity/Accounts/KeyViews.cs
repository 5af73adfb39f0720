using System.Collections.Immutable;
using PluginFramework.Panels;

namespace PluginFramework.Identity.Accounts;

/// <summary>How keys are shown.</summary>
internal static class KeyViews
{
    public static View All(ImmutableArray<AccountKey> keys) => new View.Table(
        [
            new("id", "Key"), new("kind", "Kind"), new("label", "Label"), new("protocols", "Protocols"), new("created", "Created"), new("expires", "Expires"),
            new("fingerprint", "Fingerprint") { IsDetail = true },
        ],
        [
            .. keys.Select(key => new ViewRow(
            [
                PanelValue.Of(key.Id), PanelValue.Of(Word(key.Kind)), PanelValue.Of(key.Label), PanelValue.Of(key.Protocols.AsEnumerable()), PanelValue.Of(key.CreatedAt),
                PanelValue.Of(key.ExpiresAt), PanelValue.Of(key.Fingerprint),
            ])),
        ])
    {
        Title = "Keys", EmptyText = "There is no key: the password alone opens the account.",
    };

    /// <summary>What is shown to its owner this once and kept nowhere.</summary>
    public static View Once(string label, params ImmutableArray<string> secrets) => new View.Text(string.Join('\n', secrets)) { Title = label };

    public static View Enrolment(AuthenticatorEnrolment enrolment) => new View.Fields(
        [new("secret", "Secret", PanelValue.Of(enrolment.Secret)), new("uri", "Address", PanelValue.Of(enrolment.Uri))]) { Title = "Authenticator app" };

    private static string Word(AccountKeyKind kind) => kind switch
    {
        AccountKeyKind.AppPassword => "app password",
        AccountKeyKind.SshKey => "SSH key",
        AccountKeyKind.Certificate => "certificate",
        AccountKeyKind.Authenticator => "authenticator",
        _ => "recovery codes",
    };
}
