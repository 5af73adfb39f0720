using System.Collections.Immutable;
using PluginFramework.Panels;

namespace PluginFramework.Identity.Accounts;

/// <summary>How keys are shown.</summary>
internal static class KeyViews
{
    public static View All(ImmutableArray<AccountKey> keys) => new View.Table(
        [
            new("id", "Key"), new("kind", "Kind"), new("label", "Label"), new("protocols", "Protocols"), new("created", "Created"), new("expires", "Expires"),
            new("used", "Last used") { IsDetail = true }, new("host", "Host") { IsDetail = true }, new("fingerprint", "Fingerprint") { IsDetail = true },
        ],
        [
            .. keys.Select(key => new ViewRow(
            [
                PanelValue.Of(key.Id), PanelValue.Of(Word(key.Kind)), PanelValue.Of(key.Label), PanelValue.Of(key.Protocols.AsEnumerable()), PanelValue.Of(key.CreatedAt),
                PanelValue.Of(key.ExpiresAt), PanelValue.Of(key.LastUsedAt), PanelValue.Of(key.Host), PanelValue.Of(key.Fingerprint),
            ])),
        ])
    {
        Title = "Keys", EmptyText = "There is no key: the password alone opens the account.",
    };

    /// <summary>What is shown to its owner this once and kept nowhere.</summary>
    public static View Once(string label, params ImmutableArray<string> secrets) => new View.Text(string.Join('\n', secrets)) { Title = label };

    /// <summary>A link to send to whom it is for.</summary>
    public static View Link(OneTimeLink link) => new View.Fields(
        [new("link", "Link", PanelValue.Of(link.Address)), new("token", "Token", PanelValue.Of(link.Token)), new("until", "Works until", PanelValue.Of(link.ExpiresAt))])
    {
        Title = link.UserName,
    };

    public static View Enrolment(AuthenticatorEnrolment enrolment) => new View.Fields(
        [new("secret", "Secret", PanelValue.Of(enrolment.Secret)), new("uri", "Address", PanelValue.Of(enrolment.Uri))]) { Title = "Authenticator app" };

    private static string Word(AccountKeyKind kind) => kind switch
    {
        AccountKeyKind.AppPassword => "app password",
        AccountKeyKind.SshKey => "SSH key",
        AccountKeyKind.Certificate => "certificate",
        AccountKeyKind.Authenticator => "authenticator",
        AccountKeyKind.Passkey => "passkey",
        AccountKeyKind.OneTimeLink => "one-time link",
        _ => "recovery codes",
    };
}
