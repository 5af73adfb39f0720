using System.Collections.Immutable;
using System.Net;
using PluginFramework.ControlPanel.Setup;
using PluginFramework.ControlPanel.Tests.Support;
using PluginFramework.Identity;
using PluginFramework.Network;

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

    private static async Task AnnounceAsync(PanelServer server)
    {
        var announcement = new SetupAnnouncement(server.Setup, new Endpoints(), server.Context);
        await announcement.StartAsync(TestContext.Current.CancellationToken);
        await announcement.Completion;
    }

    private sealed class Endpoints : IEndpointCatalog
    {
        public ImmutableArray<EndpointStatus> List() => [new("http", "tls://127.0.0.1:8443", null, 0), new("http", "tcp://127.0.0.1:8080", null, 0), new("irc", "tcp://127.0.0.1:6667", null, 0)];
    }
}
