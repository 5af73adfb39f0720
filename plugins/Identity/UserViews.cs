using System.Collections.Immutable;
using PluginFramework.Panels;

namespace PluginFramework.Identity;

/// <summary>How users are shown.</summary>
internal static class UserViews
{
    /// <summary>As many as a query may ask for.</summary>
    public const int PageSize = 1000;

    public static View All(ImmutableArray<User> users) => new View.Table(
        [
            new("name", "Name"), new("displayName", "Display name"), new("roles", "Roles"), new("protocols", "Protocols"), new("state", "State"),
            new("createdAt", "Created") { IsDetail = true },
        ],
        [
            .. users.Select(user => new ViewRow([.. Fields(user).Select(field => field.Value)])
            {
                Subject = user.Name, Tone = user.IsDisabled ? ViewTone.Warning : ViewTone.Neutral,
            }),
        ])
    {
        EmptyText = "There is no such user.", NextPage = users.Length == PageSize ? users[^1].Name : null,
    };

    public static View One(User user) => new View.Fields(Fields(user)) { Title = user.DisplayName ?? user.Name };

    private static ImmutableArray<ViewField> Fields(User user) =>
    [
        new("name", "Name", PanelValue.Of(user.Name)),
        new("displayName", "Display name", PanelValue.Of(user.DisplayName)),
        new("roles", "Roles", PanelValue.Of(user.Roles.AsEnumerable())),
        new("protocols", "Protocols", PanelValue.Of(user.Protocols.AsEnumerable())),
        new("state", "State", PanelValue.Of(user.IsDisabled ? "Disabled" : "Enabled")) { Tone = user.IsDisabled ? ViewTone.Warning : ViewTone.Neutral },
        new("createdAt", "Created", PanelValue.Of(user.CreatedAt)),
    ];
}
