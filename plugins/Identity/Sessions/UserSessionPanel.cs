using System.Collections.Immutable;
using System.Composition;
using PluginFramework.Panels;

namespace PluginFramework.Identity.Sessions;

/// <summary>Where users are logged in, in browsers and over every protocol; ending one session or all of a user.</summary>
[Panel("user-session", PanelTitle = "User sessions", PanelDescription = "Where users are logged in, in browsers and over every protocol."), Shared]
[method: ImportingConstructor]
public sealed class UserSessionPanel(IUserManager users, UserSessions sessions) : IPanel
{
    private const string Kick = "kick", EndAll = "end-all", Reason = "an operator ended it";
    private const int PageSize = 1000;

    private static readonly PanelParameter Id = new("id") { Label = "Session", Description = "The session's id, as the list has it.", IsRequired = true, Maximum = 128 };

    private static readonly PanelParameter User = UserForms.Name with { Name = "user" };

    private static readonly PanelParameter OfUser = new("user") { Label = "User", Description = "Only sessions of this user." };

    /// <inheritdoc/>
    public ImmutableArray<PanelAct> Acts { get; } =
    [
        new(Kick, "End") { Description = "Ends a session: the browser is logged out, the connection closed.", Parameters = [Id], Confirmation = "End the session?", CanDryRun = true },
        new(EndAll, "End all of the user")
        {
            Description = "Ends all sessions of a user. They can log in again unless they are disabled.", Parameters = [User], Confirmation = "End all sessions of the user?", CanDryRun = true,
        },
    ];

    /// <inheritdoc/>
    public ImmutableArray<PanelParameter> Filters { get; } = [OfUser];

    /// <inheritdoc/>
    public async Task<View> ViewAsync(PanelQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.Subject is { } id)
        {
            var one = Find(id);
            return new View.Group([new View.Fields(Fields(one)) { Title = one.Id }, new View.Acts([Offer(Kick, Id, one.Id), Offer(EndAll, User, one.UserName)])]);
        }

        var name = query.Filters.FindText(OfUser.Name);
        var user = name is null ? null : await users.FindAsync(name, cancellationToken);
        if (name is not null && user is null) throw new PanelException(PanelError.Invalid, "There is no user of that name; the list of users shows the names.");
        var found = sessions.List(user?.Id);
        var from = query.After is { } after ? found.TakeWhile(session => session.Id != after).Count() + 1 : 0;
        var page = found.Skip(from).Take(PageSize).ToImmutableArray();
        return Show(page, isListed: true) with { NextPage = from + page.Length < found.Length ? page[^1].Id : null };
    }

    /// <inheritdoc/>
    public async Task<ActResult> ActAsync(ActCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        if (call.Act == EndAll) return await EndAllAsync(users, sessions, call.Arguments.GetText(User.Name), call.IsDryRun, cancellationToken);
        var session = Find(call.Arguments.GetText(Id.Name));
        if (call.IsDryRun) return new($"{session.Id} of {session.UserName} would be ended.");
        return sessions.End(session.Id, Reason) ? new($"{session.Id} of {session.UserName} is ended.") { AuditDetail = $"user: {session.UserName}" } : throw Unknown();
    }

    internal static async Task<ActResult> EndAllAsync(IUserManager users, UserSessions sessions, string name, bool isDryRun, CancellationToken cancellationToken)
    {
        var user = await users.FindAsync(name, cancellationToken)
            ?? throw new PanelException(PanelError.NotFound, "There is no user of that name; the list of users shows the names.");
        if (isDryRun) return new($"{sessions.List(user.Id).Length} sessions of {user.Name} would be ended.");
        var ended = sessions.EndAll(user.Id, Reason);
        return new($"{ended} sessions of {user.Name} are ended.") { AuditDetail = $"{ended} sessions" };
    }

    /// <summary>Sessions as a table.</summary>
    /// <param name="sessions">The sessions.</param>
    /// <param name="isListed">Whether each can be asked for and acted on by itself, which only this panel can.</param>
    internal static View.Table Show(ImmutableArray<UserSession> sessions, bool isListed) => new(
        [
            new("id", "Session"), new("user", "User"), new("kind", "Over"), new("remoteAddress", "From"), new("since", "Since"), new("lastSeen", "Last used"),
            new("program", "Program") { IsDetail = true },
        ],
        [.. sessions.Select(session => new ViewRow([.. Fields(session).Select(field => field.Value)]) { Subject = isListed ? session.Id : null })])
    {
        Title = isListed ? null : "Sessions", EmptyText = "Nobody is logged in.",
    };

    private static ImmutableArray<ViewField> Fields(UserSession session) =>
    [
        new("id", "Session", PanelValue.Of(session.Id)),
        new("user", "User", PanelValue.Of(session.UserName)),
        new("kind", "Over", PanelValue.Of(session.Kind)),
        new("remoteAddress", "From", PanelValue.Of(session.RemoteAddress ?? "local")),
        new("since", "Since", PanelValue.Of(session.Since)),
        new("lastSeen", "Last used", PanelValue.Of(session.LastSeenAt)),
        new("program", "Program", PanelValue.Of(session.Program)),
    ];

    private static ViewAct Offer(string act, PanelParameter parameter, string value) =>
        new(act) { Arguments = ImmutableDictionary<string, PanelValue>.Empty.Add(parameter.Name, PanelValue.Of(value)) };

    private UserSession Find(string id) => sessions.List(null).FirstOrDefault(session => session.Id == id) ?? throw Unknown();

    private static PanelException Unknown() => new(PanelError.NotFound, "There is no such session; it may have ended. The list of sessions shows those there are.");
}
