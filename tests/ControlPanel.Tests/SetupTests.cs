using System.Collections.Immutable;
using System.Net;
using PluginFramework.ControlPanel.Setup;
using PluginFramework.ControlPanel.Tests.Support;
using PluginFramework.Identity;
using PluginFramework.Network;
using PluginFramework.Panels;

namespace PluginFramework.ControlPanel.Tests;

public sealed class SetupTests
{
    private static readonly (string, string)[] Good = [("name", "boss"), ("password", "battery staple"), ("again", "battery staple")];

    [Fact]
    public async Task Announcement_WithoutAnOperator_IsLoggedAndKeptInAPrivateFile()
    {
        await using var server = await PanelServer.StartAsync(isSetUp: false);
        await AnnounceAsync(server);
        var link = (await File.ReadAllTextAsync(server.Setup.FilePath, TestContext.Current.CancellationToken)).Trim();

        link.ShouldStartWith("http://127.0.0.1:8080/panel/setup?token=");
        link.Split('=')[1].Length.ShouldBe(43, "256 bits in base64url");
        server.Log.Lines.ShouldContain(line => line.StartsWith("Warning") && line.Contains(link));
        if (!OperatingSystem.IsWindows()) File.GetUnixFileMode(server.Setup.FilePath).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task Announcement_WithAnOperator_IsNotMade()
    {
        await using var server = await PanelServer.StartAsync();
        await AnnounceAsync(server);

        File.Exists(server.Setup.FilePath).ShouldBeFalse();
        server.Log.Lines.ShouldNotContain(line => line.Contains("/panel/setup"));
    }

    [Theory]
    [InlineData("tcp://127.0.0.1:8080", "http://127.0.0.1:8080")]
    [InlineData("tls://0.0.0.0:8443", "https://localhost:8443")]
    [InlineData("tcp://[::]:80", "http://localhost:80")]
    [InlineData("tcp://[::1]:80", "http://[::1]:80")]
    [InlineData("unix:/run/http.sock", null)]
    [InlineData("nothing", null)]
    public void Address_OfAnEndpoint_IsOneForABrowser(string endpoint, string? address) => SetupAnnouncement.AddressOf(endpoint).ShouldBe(address);

    [Fact]
    public async Task EveryPage_WithoutAnOperator_LeadsToWhereTheLinkIs()
    {
        await using var server = await PanelServer.StartAsync(isSetUp: false);
        foreach (var path in (string[])["/panel/", "/panel/login", "/panel/p/user", "/panel/account"])
        {
            using var response = await server.GetAsync(path);
            response.Headers.Location!.ToString().ShouldBe("/panel/setup", path);
        }

        (await server.ReadAsync("/panel/setup")).QuerySelector("main")!.TextContent.ShouldContain("setup-link");
    }

    [Fact]
    public async Task Link_ThatIsUsed_MakesTheAdministratorAndDies()
    {
        await using var server = await PanelServer.StartAsync(isSetUp: false);
        await AnnounceAsync(server);
        var token = server.Setup.Renew();
        (await server.ReadAsync($"/panel/setup?token={token}")).QuerySelector("input[name=name]").ShouldNotBeNull();

        using var refused = await server.PostAsync("/panel/setup", [("token", token), ("name", "not good!"), .. Good[1..]]);
        using var done = await server.PostAsync("/panel/setup", [("token", token), .. Good]);
        using var again = await server.PostAsync("/panel/setup", [("token", token), ("name", "other"), .. Good[1..]]);

        (await PanelServer.ReadAsync(refused, HttpStatusCode.BadRequest)).QuerySelector("#e-name")!.TextContent.ShouldContain("letters and digits");
        done.Headers.Location!.ToString().ShouldBe("/panel/setup/done");
        again.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await server.Users.FindAsync("boss", TestContext.Current.CancellationToken))!.Roles.ShouldBe([WellKnownRoles.Operator]);
        (await server.Users.FindAsync("other", TestContext.Current.CancellationToken)).ShouldBeNull();
        (await server.ReadAsync("/panel/setup/done")).Body!.TextContent.ShouldContain("boss is the administrator");
        using var home = await server.GetAsync("/panel/setup?token=x");
        home.Headers.Location!.ToString().ShouldBe("/panel/");
        File.Exists(server.Setup.FilePath).ShouldBeFalse();
    }

    [Fact]
    public async Task Link_OverAConnectionOthersCanRead_IsRefused()
    {
        await using var server = await PanelServer.StartAsync(isSetUp: false);
        var token = server.Setup.Renew();
        server.Sessions.Client = new ClientInfo("http", "http-1") { RemoteAddress = "192.0.2.1" };
        using var response = await server.PostAsync("/panel/setup", [("token", token), .. Good]);

        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await server.Users.CountAsync(TestContext.Current.CancellationToken)).ShouldBe(0);
    }

    [Fact]
    public async Task Link_ThatIsWrongOrTooOld_IsRefused()
    {
        await using var server = await PanelServer.StartAsync(isSetUp: false);
        var token = server.Setup.Renew();
        using var wrong = await server.PostAsync("/panel/setup", [("token", token[..^1] + (token[^1] == 'A' ? 'Q' : 'A')), .. Good]);
        server.Clock.Advance(TimeSpan.FromHours(25));
        using var old = await server.PostAsync("/panel/setup", [("token", token), .. Good]);

        wrong.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        old.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await server.Users.CountAsync(TestContext.Current.CancellationToken)).ShouldBe(0);
    }

    [Fact]
    public async Task Link_AfterAnOperatorWasMadeElsewhere_MakesNoOther()
    {
        await using var server = await PanelServer.StartAsync(isSetUp: false);
        var token = server.Setup.Renew();
        await server.Users.AddAsync("first", "battery staple", WellKnownRoles.Operator);
        using var response = await server.PostAsync("/panel/setup", [("token", token), .. Good]);

        (await server.Users.FindAsync("boss", TestContext.Current.CancellationToken)).ShouldBeNull();
        server.Sessions.List().ShouldBeEmpty();
    }

    [Fact]
    public async Task Link_UsedTwiceAtOnce_MakesOneAdministrator()
    {
        await using var server = await PanelServer.StartAsync(isSetUp: false);
        var token = server.Setup.Renew();
        server.Setup.TryBegin(token).ShouldBeTrue();
        server.Setup.TryBegin(token).ShouldBeFalse();
        server.Setup.End(wasUsed: true);
        server.Setup.TryBegin(token).ShouldBeFalse();
    }

    [Fact]
    public async Task Link_SurvivesAReloadWithinItsTime()
    {
        await using var server = await PanelServer.StartAsync(isSetUp: false);
        await AnnounceAsync(server);
        var link = await File.ReadAllTextAsync(server.Setup.FilePath, TestContext.Current.CancellationToken);
        server.Clock.Advance(TimeSpan.FromHours(23));
        var reloaded = new SetupLink(server.Users, server.Context);
        await AnnounceAsync(server, reloaded);
        (await File.ReadAllTextAsync(server.Setup.FilePath, TestContext.Current.CancellationToken)).ShouldBe(link);
        reloaded.IsGood(link.Trim().Split('=')[1]).ShouldBeTrue();

        server.Clock.Advance(TimeSpan.FromHours(2));
        reloaded.IsGood(link.Trim().Split('=')[1]).ShouldBeFalse();
        await AnnounceAsync(server, new SetupLink(server.Users, server.Context));
        (await File.ReadAllTextAsync(server.Setup.FilePath, TestContext.Current.CancellationToken)).ShouldNotBe(link);
    }

    [Theory]
    [InlineData("removed")]
    [InlineData("disabled")]
    [InlineData("no operator")]
    public async Task LastOperator_WhoIsOneNoMore_LeavesANewLink(string how)
    {
        await using var server = await PanelServer.StartAsync();
        await server.Users.AddAsync("second", "battery staple", WellKnownRoles.Operator);
        var announcement = await AnnounceAsync(server);
        await EndAsync(server, announcement, "second", how);
        File.Exists(server.Setup.FilePath).ShouldBeFalse("there is still root");

        await EndAsync(server, announcement, "root", how);
        var link = (await File.ReadAllTextAsync(server.Setup.FilePath, TestContext.Current.CancellationToken)).Trim();
        (await server.ReadAsync(new Uri(link).PathAndQuery)).QuerySelector("input[name=name]").ShouldNotBeNull();
        using var elsewhere = await server.GetAsync("/panel/");
        elsewhere.Headers.Location!.ToString().ShouldBe("/panel/setup");
    }

    [Fact]
    public async Task Database_ChosenWithTheLink_IsTakenByAnOperator_AndWithoutItByNobody()
    {
        await using var server = await PanelServer.StartAsync(isSetUp: false);
        var panel = server.AddPanel("user-database", "User databases");
        panel.Acts = [new("choose", "Use") { Parameters = [new("plugin") { IsRequired = true }], Confirmation = "Use it?" }];
        panel.Shown = _ => new View.Table(
            [new("plugin", "Plugin")], [new([PanelValue.Of("identity.sqlite")]) { Subject = "identity.sqlite", Tone = ViewTone.Good }, new([PanelValue.Of("identity.ldap")]) { Subject = "identity.ldap" }]);
        var token = server.Setup.Renew();
        var page = await server.ReadAsync($"/panel/setup?token={token}");
        page.QuerySelectorAll("button[name=plugin]").Select(button => button.GetAttribute("value")).ShouldBe(["identity.ldap"]);
        using var wrong = await server.PostAsync("/panel/setup/database", ("token", "guessed"), ("plugin", "identity.ldap"));
        panel.Calls.ShouldBeEmpty();
        using var right = await server.PostAsync("/panel/setup/database", ("token", token), ("plugin", "identity.ldap"));

        (wrong.StatusCode, right.StatusCode).ShouldBe((HttpStatusCode.Forbidden, HttpStatusCode.OK));
        panel.Calls.ShouldHaveSingleItem().Arguments.GetText("plugin").ShouldBe("identity.ldap");
        server.Audit.Events.ShouldHaveSingleItem().ShouldSatisfyAllConditions(entry => (entry.Action, entry.Actor, entry.Outcome).ShouldBe(("user-database.choose", "setup", "ok")));
        server.Setup.IsGood(token).ShouldBeTrue();

        await server.Users.AddAsync("first", "battery staple", WellKnownRoles.Operator);
        using var late = await server.PostAsync("/panel/setup/database", ("token", token), ("plugin", "identity.sqlite"));
        late.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        panel.Calls.ShouldHaveSingleItem();
    }

    private static async Task EndAsync(PanelServer server, SetupAnnouncement announcement, string name, string how)
    {
        var (caller, user) = (new Caller("test", "test"), (await server.Users.FindAsync(name, TestContext.Current.CancellationToken))!);
        if (how == "removed") await server.Users.RemoveAsync(name, caller, TestContext.Current.CancellationToken);
        else await server.Users.ChangeAsync(name, how == "disabled" ? new() { IsDisabled = true } : new() { Roles = [] }, caller, TestContext.Current.CancellationToken);
        announcement.OnUserChanged(new UserChanged(user.Id, name) { EndsSessions = true, IsGone = how != "no operator" });
        await announcement.Completion;
    }

    private static async Task<SetupAnnouncement> AnnounceAsync(PanelServer server, SetupLink? link = null)
    {
        var announcement = new SetupAnnouncement(link ?? server.Setup, new Endpoints(), server.Context);
        await announcement.StartAsync(TestContext.Current.CancellationToken);
        await announcement.Completion;
        return announcement;
    }

    private sealed class Endpoints : IEndpointCatalog
    {
        public ImmutableArray<EndpointStatus> List() => [new("http", "tls://127.0.0.1:8443", null, 0), new("http", "tcp://127.0.0.1:8080", null, 0), new("irc", "tcp://127.0.0.1:6667", null, 0)];
    }
}
