using System.Collections.Immutable;
using System.Composition;
using PluginFramework.Panels;

namespace PluginFramework.Identity.Removal;

/// <summary>The users who were removed: bringing one back, or deleting one for good.</summary>
[Panel("removed-user", PanelTitle = "Removed users", PanelDescription = "Who was removed and can still be restored."), Shared]
[method: ImportingConstructor]
public sealed class RemovedUserPanel(RemovedUsers removed) : IPanel
{
    private const string Restore = "restore", Purge = "purge";

    /// <inheritdoc/>
    public ImmutableArray<PanelAct> Acts { get; } =
    [
        new(Restore, "Restore")
        {
            Description = "Brings a removed user back as they were, with password and keys.", Parameters = [UserForms.Name], CanDryRun = true, IsAuditedBelow = true,
        },
        new(Purge, "Delete for good")
        {
            Description = "Deletes a removed user with all their secrets now, which frees the name.", Parameters = [UserForms.Name],
            Confirmation = "Delete the user for good? Nothing brings them back.", CanDryRun = true, IsAuditedBelow = true,
        },
    ];

    /// <inheritdoc/>
    public ImmutableArray<PanelParameter> Filters { get; } = [UserForms.Search];

    /// <inheritdoc/>
    public Task<View> ViewAsync(PanelQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return IdentityPanels.AskAsync<View>(async () => query.Subject is { } name
            ? new View.Fields(Fields(await removed.FindAsync(name, cancellationToken))) { Title = name }
            : All(await removed.ListAsync(
                new UserQuery { After = query.After, Limit = UserViews.PageSize, Search = query.Filters.FindText(UserForms.Search.Name) }, cancellationToken)));
    }

    /// <inheritdoc/>
    public Task<ActResult> ActAsync(ActCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        return IdentityPanels.AskAsync<ActResult>(async () =>
        {
            var name = call.Arguments.GetText(UserForms.Name.Name);
            if (call.IsDryRun)
            {
                var found = await removed.FindAsync(name, cancellationToken);
                return new(call.Act == Restore ? $"{found.Name} would be restored." : $"{found.Name} would be deleted for good.");
            }

            if (call.Act == Restore) return new($"{(await removed.RestoreAsync(name, call.Caller, cancellationToken)).Name} is restored.");
            return new($"{(await removed.PurgeAsync(name, call.Caller, cancellationToken)).Name} is deleted for good.");
        });
    }

    private View.Table All(ImmutableArray<User> users) => new(
        [new("name", "Name"), new("displayName", "Display name"), new("roles", "Roles"), new("removedAt", "Removed"), new("until", "Kept until")],
        [.. users.Select(user => new ViewRow([.. Fields(user).Select(field => field.Value)]) { Subject = user.Name })])
    {
        EmptyText = "Nobody who was removed is kept.", NextPage = users.Length == UserViews.PageSize ? users[^1].Name : null,
    };

    private ImmutableArray<ViewField> Fields(User user) =>
    [
        new("name", "Name", PanelValue.Of(user.Name)),
        new("displayName", "Display name", PanelValue.Of(user.DisplayName)),
        new("roles", "Roles", PanelValue.Of(user.Roles.AsEnumerable())),
        new("removedAt", "Removed", PanelValue.Of(user.RemovedAt)),
        new("until", "Kept until", PanelValue.Of(removed.UntilOf(user))),
    ];
}
