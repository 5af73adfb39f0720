using System.Collections.Immutable;
using System.Globalization;
using PluginFramework.Core.Network;
using PluginFramework.Panels;

namespace PluginFramework.Core.Panels.BuiltIn;

/// <summary>The open connections, and ending one.</summary>
internal sealed class SessionPanel(EndpointManager endpoints, TimeProvider clock) : IPanel
{
    private const int PageSize = 1000;

    private static readonly PanelParameter Id = new("id") { Label = "Connection", Description = "The connection's id, as the list and the log have it.", IsRequired = true };

    private static readonly PanelParameter Protocol = new("protocol") { Label = "Protocol", Description = "Only connections of this protocol." };

    private static readonly PanelParameter User = new("user") { Label = "User", Description = "Only connections of this user." };

    public ImmutableArray<PanelAct> Acts { get; } =
    [
        new("kick", "End")
        {
            Description = "Ends a connection: its protocol takes leave of the client, and it is cut off where that takes too long.",
            Parameters = [Id], Confirmation = "End the connection?", CanDryRun = true,
        },
    ];

    public ImmutableArray<PanelParameter> Filters { get; } = [Protocol, User];

    public Task<View> ViewAsync(PanelQuery query, CancellationToken cancellationToken) =>
        Task.FromResult<View>(query.Subject is { } id ? One(Find(id)) : All(query));

    public async Task<ActResult> ActAsync(ActCall call, CancellationToken cancellationToken)
    {
        var connection = Find(call.Arguments.GetText(Id.Name));
        var whose = connection.User is { } user ? $" of {user}" : "";
        if (call.IsDryRun) return new($"{connection.Id}{whose} would be ended.");
        var end = await endpoints.EndConnectionAsync(connection.Id, "an operator ended it").ConfigureAwait(false) ?? throw Unknown(connection.Id);
        return new(end switch
        {
            ConnectionEnd.Finished => $"{connection.Id}{whose} has ended.",
            ConnectionEnd.Aborted => $"{connection.Id}{whose} was cut off: it did not end by itself in time.",
            _ => $"{connection.Id}{whose} was cut off, and its handler has not returned yet; the log says when it does.",
        })
        {
            AuditDetail = connection.User is null ? null : $"user: {connection.User}",
        };
    }

    private View.Table All(PanelQuery query)
    {
        var after = query.After is not { } text ? 0 : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number : throw new PanelException(PanelError.Invalid, "That is not where a page of connections begins; start from the first.");
        var (protocol, user) = (query.Filters.FindText(Protocol.Name), query.Filters.FindText(User.Name));
        var found = endpoints.ListConnections().Where(connection => connection.Number > after
            && (protocol is null || connection.Protocol == protocol)
            && (user is null || string.Equals(connection.User, user, StringComparison.OrdinalIgnoreCase))).Take(PageSize + 1).ToList();
        var page = found.Take(PageSize).ToList();
        return new(
            [
                new("id", "Connection"), new("protocol", "Protocol"), new("endpoint", "Endpoint"), new("remoteAddress", "From"), new("user", "User"),
                new("since", "Since"), new("age", "Age"), new("encrypted", "Encrypted"),
            ],
            [.. page.Select(connection => new ViewRow(Fields(connection).Select(field => field.Value).ToImmutableArray()) { Subject = connection.Id })])
        {
            EmptyText = "Nobody is connected.",
            NextPage = found.Count > PageSize ? page[^1].Number.ToString(CultureInfo.InvariantCulture) : null,
        };
    }

    private View.Group One(ConnectionStatus connection) => new View.Group(
    [
        new View.Fields([.. Fields(connection), new("cipher", "Cipher", PanelValue.Of(connection.Cipher))]) { Title = connection.Id },
        new View.Acts([new("kick") { Arguments = ImmutableDictionary<string, PanelValue>.Empty.Add(Id.Name, PanelValue.Of(connection.Id)) }]),
    ]);

    private ImmutableArray<ViewField> Fields(ConnectionStatus connection) =>
    [
        new("id", "Connection", PanelValue.Of(connection.Id)),
        new("protocol", "Protocol", PanelValue.Of(connection.Protocol)),
        new("endpoint", "Endpoint", PanelValue.Of(connection.Endpoint)),
        new("remoteAddress", "From", PanelValue.Of(connection.RemoteAddress ?? "local")),
        new("user", "User", PanelValue.Of(connection.User)),
        new("since", "Since", PanelValue.Of(connection.Since)),
        new("age", "Age", PanelValue.Of(clock.GetUtcNow() - connection.Since)),
        new("encrypted", "Encrypted", PanelValue.Of(connection.Cipher is not null)),
    ];

    private ConnectionStatus Find(string id) => endpoints.ListConnections().FirstOrDefault(connection => connection.Id == id) ?? throw Unknown(id);

    private static PanelException Unknown(string id) =>
        new(PanelError.NotFound, $"There is no connection '{id}'; it may have ended. The list of connections shows those that are open.");
}
