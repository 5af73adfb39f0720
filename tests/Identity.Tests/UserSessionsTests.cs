using System.Collections.Immutable;
using PluginFramework.Identity.Sessions;
using PluginFramework.Panels;
using PluginFramework.Web;

namespace PluginFramework.Identity.Tests;

public sealed class UserSessionsTests : IDisposable
{
    private readonly IdentityKit _kit = new();
    private readonly Browsers _browsers = new();
    private readonly UserSessionPanel _panel;

    public UserSessionsTests()
    {
        _kit.Browsers.Add(_browsers);
        _panel = new(_kit.Manager, _kit.Sessions);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _kit.Dispose();

    [Fact]
    public async Task Panel_ListsBrowsersAndConnections_OfAllOrOneUser()
    {
        await LogInAsync("bob");
        await LogInAsync("ann");
        _kit.Connections.Add("irc-9", "irc", null);

        (await RowsAsync(null)).ShouldBe(["irc-ann", "browser:s-ann", "irc-bob", "browser:s-bob"]);
        (await RowsAsync("ANN")).ShouldBe(["irc-ann", "browser:s-ann"]);
        (await Should.ThrowAsync<PanelException>(() => RowsAsync("eve"))).Error.ShouldBe(PanelError.Invalid);
        var one = (await _panel.ViewAsync(new(IdentityKit.Cli) { Subject = "irc-ann" }, Token)).ShouldBeOfType<View.Group>();
        one.Items[1].ShouldBeOfType<View.Acts>().Items.Select(act => act.Arguments.Values.Single().Text).ShouldBe(["irc-ann", "ann"]);
        var user = (await _kit.UserPanel.ViewAsync(new(IdentityKit.Cli) { Subject = "ann" }, Token)).ShouldBeOfType<View.Group>();
        user.Items[1].ShouldBeOfType<View.Table>().Rows.ShouldAllBe(row => row.Subject == null, "acts on users must not be offered for sessions");
    }

    [Theory]
    [InlineData("irc-ann")]
    [InlineData("browser:s-ann")]
    public async Task Kick_EndsOneSession(string id)
    {
        await LogInAsync("ann");
        (await ActAsync("kick", "id", id, isDryRun: true)).Message.ShouldBe($"{id} of ann would be ended.");
        (await RowsAsync(null)).Length.ShouldBe(2);
        var done = await ActAsync("kick", "id", id);
        (done.Message, done.AuditDetail).ShouldBe(($"{id} of ann is ended.", "user: ann"));
        (await RowsAsync(null)).ShouldHaveSingleItem().ShouldNotBe(id);
        (await Should.ThrowAsync<PanelException>(() => ActAsync("kick", "id", id))).Error.ShouldBe(PanelError.NotFound);
    }

    [Fact]
    public async Task EndAll_EndsThoseOfTheUser_AndNobodyElses()
    {
        await LogInAsync("ann");
        await LogInAsync("bob");
        (await ActAsync("end-all", "user", "ann", isDryRun: true)).Message.ShouldBe("2 sessions of ann would be ended.");
        (await ActAsync("end-all", "user", "ann")).Message.ShouldBe("2 sessions of ann are ended.");
        (await RowsAsync(null)).ShouldBe(["irc-bob", "browser:s-bob"]);
        var call = new ActCall("kick", IdentityKit.Cli, new(ImmutableDictionary<string, PanelValue>.Empty.Add("name", PanelValue.Of("bob"))));
        (await _kit.UserPanel.ActAsync(call with { IsDryRun = true }, Token)).Message.ShouldBe("2 sessions of bob would be ended.");
        (await _kit.UserPanel.ActAsync(call, Token)).Message.ShouldBe("2 sessions of bob are ended.");
        (await RowsAsync(null)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("disable", true)]
    [InlineData("remove", true)]
    [InlineData("no operator", true)]
    [InlineData("no irc", true)]
    [InlineData("another role", false)]
    [InlineData("another password", false)]
    [InlineData("another name", false)]
    public async Task Connections_EndWithWhatTheyNeed(string change, bool end)
    {
        await LogInAsync("bob");
        await LogInAsync("ann", "operator", "staff");
        if (change == "remove") await _kit.Manager.RemoveAsync("ann", IdentityKit.Cli, Token);
        else await _kit.Manager.ChangeAsync("ann", change switch
        {
            "disable" => new() { IsDisabled = true },
            "no operator" => new() { Roles = ["staff"] },
            "no irc" => new() { Protocols = ["imap"] },
            "another role" => new() { Roles = ["operator"] },
            "another password" => new() { Password = "battery staple" },
            _ => new UserChange { DisplayName = "Ann" },
        }, IdentityKit.Cli, Token);
        _kit.Connections.List().Select(connection => connection.Id).ShouldBe(end ? ["irc-bob"] : ["irc-bob", "irc-ann"]);
    }

    [Theory]
    [InlineData("password", true, false)]
    [InlineData("role taken", true, false)]
    [InlineData("disabled", true, true)]
    [InlineData("role given", false, false)]
    [InlineData("display name", false, false)]
    public async Task Observers_AreToldWhatIsToEnd_AndWhoseSessionAsked(string what, bool endsSessions, bool isGone)
    {
        await _kit.Manager.AddAsync(new("ann", IdentityKit.Password) { Roles = ["staff"] }, IdentityKit.Cli, Token);
        UserChanged? told = null;
        _kit.Observers.Add(new Observer(change => told = change));
        await _kit.Manager.ChangeAsync("ann", what switch
        {
            "password" => new() { Password = "battery staple" },
            "role taken" => new() { Roles = ["other"] },
            "disabled" => new() { IsDisabled = true },
            "role given" => new() { Roles = ["staff", "other"] },
            _ => new UserChange { DisplayName = "Ann" },
        }, IdentityKit.Cli with { SessionId = "s-1" }, Token);
        (told!.EndsSessions, told.IsGone, told.SessionId).ShouldBe((endsSessions, isGone, "s-1"));
    }

    private async Task LogInAsync(string name, params string[] roles)
    {
        var principal = Principal.Of(await _kit.Manager.AddAsync(new(name, null) { Roles = [.. roles] }, IdentityKit.Cli, Token));
        _kit.Connections.Add($"irc-{name}", "irc", principal);
        _browsers.Sessions.Add(new($"s-{name}", principal, _kit.Context.Clock.GetUtcNow()));
    }

    private async Task<ImmutableArray<string>> RowsAsync(string? user)
    {
        var filters = user is null ? ImmutableDictionary<string, PanelValue>.Empty : ImmutableDictionary<string, PanelValue>.Empty.Add("user", PanelValue.Of(user));
        return [.. (await _panel.ViewAsync(new(IdentityKit.Cli) { Filters = new(filters) }, Token)).ShouldBeOfType<View.Table>().Rows.Select(row => row.Subject!)];
    }

    private Task<ActResult> ActAsync(string act, string parameter, string value, bool isDryRun = false) => _panel.ActAsync(
        new ActCall(act, IdentityKit.Cli, new(ImmutableDictionary<string, PanelValue>.Empty.Add(parameter, PanelValue.Of(value)))) { IsDryRun = isDryRun }, Token);

    private sealed class Browsers : IWebSessions
    {
        public List<WebSession> Sessions { get; } = [];

        public ImmutableArray<WebSession> List(string? userId = null) => [.. Sessions.Where(session => userId is null || session.Principal.UserId == userId)];

        public bool Revoke(string sessionId) => Sessions.RemoveAll(session => session.Id == sessionId) > 0;
    }

    private sealed class Observer(Action<UserChanged> onChange) : IUserObserver
    {
        public void OnUserChanged(string name) => throw new InvalidOperationException("The other one is called.");

        public void OnUserChanged(UserChanged change) => onChange(change);
    }
}
