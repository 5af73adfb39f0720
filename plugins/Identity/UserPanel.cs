using System.Collections.Immutable;
using System.Composition;
using PluginFramework.Identity.Accounts;
using PluginFramework.Identity.Removal;
using PluginFramework.Identity.Sessions;
using PluginFramework.Identity.Transfer;
using PluginFramework.Panels;

namespace PluginFramework.Identity;

/// <summary>The users: who there is, and making, changing and removing them.</summary>
[Panel("user", PanelTitle = "Users", PanelDescription = "Who may log in, over what and as what."), Shared]
[method: ImportingConstructor]
public sealed class UserPanel(IUserManager users, IUserStore store, IAccountKeys keys, IUserInvitations invitations, RemovedUsers removed, UserSessions sessions,
    UserTransferActs transfer) : IPanel
{
    public ImmutableArray<PanelAct> Acts { get; } = [.. UserForms.Acts, .. UserTransferActs.Acts];

    public ImmutableArray<PanelParameter> Filters => UserForms.Filters;

    public async Task<View> ViewAsync(PanelQuery query, CancellationToken cancellationToken)
    {
        if (query.Subject is { } name)
        {
            var user = await FindAsync(name, cancellationToken);
            var held = await keys.ListAsync(user.Name, cancellationToken);
            var open = sessions.List(user.Id);
            if (held.IsEmpty && open.IsEmpty) return UserViews.One(user);
            return new View.Group([UserViews.One(user), .. held.IsEmpty ? (View[])[] : [KeyViews.All(held)], .. open.IsEmpty ? (View[])[] : [UserSessionPanel.Show(open, isListed: false)]]);
        }

        var found = await users.ListAsync(
            new UserQuery
            {
                After = query.After, Limit = UserViews.PageSize,
                Role = query.Filters.FindText(UserForms.Role.Name), Search = query.Filters.FindText(UserForms.Search.Name),
            },
            cancellationToken);
        return UserViews.All(found);
    }

    public Task<ActResult> ActAsync(ActCall call, CancellationToken cancellationToken) =>
        IdentityPanels.AskAsync(() => UserTransferActs.Acts.Any(act => act.Name == call.Act) ? transfer.ActAsync(call, cancellationToken)
            : call.IsDryRun ? TryAsync(call, cancellationToken) : DoAsync(call, cancellationToken));

    private async Task<ActResult> DoAsync(ActCall call, CancellationToken cancellationToken)
    {
        var name = call.Arguments.GetText(UserForms.Name.Name);
        switch (call.Act)
        {
            case "kick":
                return await UserSessionPanel.EndAllAsync(users, sessions, name, isDryRun: false, cancellationToken);
            case "add":
                return await AddAsync(call, cancellationToken);
            case "invite":
                return new($"{name} is invited. Send them the link; it is shown this once.") { View = KeyViews.Link(await invitations.InviteAsync(NewUserOf(call.Arguments), call.Caller, cancellationToken)) };
            case "reset":
                return new($"{name} has no password now. Send them the link to set one; it is shown this once.") { View = KeyViews.Link(await invitations.ResetAsync(name, call.Caller, cancellationToken)) };
            case "remove":
                await users.RemoveAsync(name, call.Caller, cancellationToken);
                return new(removed.AreKept ? $"{name} was removed. Until {removed.WhenOfNow} they can be restored." : $"{name} was deleted for good.");
            case "remove-key":
                await keys.RemoveAsync(name, call.Arguments.GetText(UserForms.Key.Name), call.Caller, cancellationToken);
                return new($"The key of {name} was removed.");
            case "passwd":
                var owner = await users.ChangeAsync(name, new UserChange { Password = call.Arguments.GetText(UserForms.Password.Name) }, call.Caller, cancellationToken);
                return new($"The password of {owner.Name} was set.");
            default:
                var user = await users.ChangeAsync(name, ChangeOf(call.Arguments), call.Caller, cancellationToken);
                return new($"{user.Name} was changed.") { View = UserViews.One(user) };
        }
    }

    private async Task<ActResult> AddAsync(ActCall call, CancellationToken cancellationToken)
    {
        // First, so that nothing is left to be refused once the user is there.
        var certificates = await CheckCertificatesAsync(call.Arguments, owner: null, cancellationToken);
        var user = await users.AddAsync(NewUserOf(call.Arguments), call.Caller, cancellationToken);
        if (!certificates.IsEmpty) user = await users.ChangeAsync(user.Name, new UserChange { CertificateFingerprints = certificates }, call.Caller, cancellationToken);
        return new($"{user.Name} was added.") { View = UserViews.One(user) };
    }

    /// <summary>Checks all but what only the slow hashes would show.</summary>
    private async Task<ActResult> TryAsync(ActCall call, CancellationToken cancellationToken)
    {
        if (call.Act == "kick") return await UserSessionPanel.EndAllAsync(users, sessions, call.Arguments.GetText(UserForms.Name.Name), isDryRun: true, cancellationToken);
        if (store.IsReadOnly)
            throw new PanelException(PanelError.Unavailable, $"The user database '{store.Name}' cannot be changed from here; change its users where it is kept.");
        var arguments = call.Arguments;
        var name = arguments.GetText(UserForms.Name.Name);
        if (arguments.FindText(UserForms.Password.Name) is { } password) UserRules.CheckPassword(password);
        UserRules.CheckDisplayName(arguments.FindText(UserForms.DisplayName.Name));
        UserRules.CheckRoles(arguments.FindTexts(UserForms.Roles.Name) ?? []);
        UserRules.CheckProtocols(arguments.FindTexts(UserForms.Protocols.Name) ?? []);
        if (call.Act is "add" or "invite")
        {
            UserRules.CheckName(name);
            if (await users.FindAsync(name, cancellationToken) is { } taken)
                throw new PanelException(PanelError.Failed, $"There is a user '{taken.Name}' already; choose another name.");
            await removed.CheckNameAsync(name, cancellationToken);
            await CheckCertificatesAsync(arguments, owner: null, cancellationToken);
            return new(call.Act == "add" ? $"{name} would be added." : $"{name} would be invited.");
        }

        var user = await FindAsync(name, cancellationToken);
        await CheckCertificatesAsync(arguments, user, cancellationToken);
        return new(call.Act switch
        {
            "remove" => removed.AreKept ? $"{user.Name} would be removed." : $"{user.Name} would be deleted for good.",
            "remove-key" => $"The key of {user.Name} would be removed.",
            "passwd" => $"The password of {user.Name} would be set.",
            "reset" => $"The password of {user.Name} would be taken away, and a link made to set another.",
            _ => $"{user.Name} would be changed.",
        });
    }

    private async Task<ImmutableArray<string>> CheckCertificatesAsync(PanelArguments arguments, User? owner, CancellationToken cancellationToken)
    {
        var fingerprints = UserRules.CheckFingerprints(arguments.FindTexts(UserForms.Certificates.Name) ?? []);
        foreach (var fingerprint in fingerprints)
        {
            var claimed = await store.FindBySecretAsync(new StoredSecret(StoredSecret.CertificateScheme, fingerprint), cancellationToken);
            if (claimed is not null && claimed.Id != owner?.Id)
                throw new PanelException(PanelError.Invalid, $"The certificate {fingerprint[..16]}… logs {claimed.Name} in already; take it from there first.");
        }

        return fingerprints;
    }

    private async Task<User> FindAsync(string name, CancellationToken cancellationToken) => await users.FindAsync(name, cancellationToken)
        ?? throw new PanelException(PanelError.NotFound, "There is no user of that name; the list of users shows the names.");

    private static NewUser NewUserOf(PanelArguments arguments) =>
        new(arguments.GetText(UserForms.Name.Name), arguments.FindText(UserForms.Password.Name))
        {
            DisplayName = arguments.FindText(UserForms.DisplayName.Name),
            Roles = arguments.FindTexts(UserForms.Roles.Name) ?? [],
            Protocols = arguments.FindTexts(UserForms.Protocols.Name) ?? [User.AnyProtocol],
        };

    private static UserChange ChangeOf(PanelArguments arguments) => new()
    {
        DisplayName = arguments.FindText(UserForms.DisplayName.Name),
        Roles = arguments.FindTexts(UserForms.Roles.Name),
        Protocols = arguments.FindTexts(UserForms.Protocols.Name),
        CertificateFingerprints = arguments.FindTexts(UserForms.Certificates.Name),
        IsDisabled = arguments.FindFlag(UserForms.Disabled.Name),
    };
}
