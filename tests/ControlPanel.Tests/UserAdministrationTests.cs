using System.Net;
using AngleSharp.Dom;
using PluginFramework.ControlPanel.Tests.Support;
using PluginFramework.Identity;

namespace PluginFramework.ControlPanel.Tests;

/// <summary>The panels of users as pages.</summary>
public sealed class UserAdministrationTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RemovedUser_IsRestoredFromTheirRow()
    {
        await using var server = await StartAsync();
        using var removed = await server.PostAsync("/panel/p/user/act/remove?_for=alice", ("_do", "do"), ("name", "alice"));
        (await server.ReadAsync(removed.Headers.Location!.ToString())).QuerySelector(".notice.good")!.TextContent.ShouldContain("alice was removed. Until");
        (await server.Users.FindAsync("alice", Token)).ShouldBeNull();

        var list = await server.ReadAsync("/panel/p/removed-user");
        ActsOf(list, "alice").ShouldBe(["Restore", "Delete for good"]);
        list.QuerySelector("td.doing a.careful")!.TextContent.ShouldContain("Delete for good");
        using var restored = await server.PostAsync("/panel/p/removed-user/act/restore?_for=alice", ("_do", "do"), ("name", "alice"));
        restored.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await server.Users.FindAsync("alice", Token)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Invitation_IsShownOnce_AndOpensAPageWithoutALogin()
    {
        await using var server = await StartAsync();
        using var invited = await server.PostAsync("/panel/p/user/act/invite", ("_do", "do"), ("name", "carol"), ("roles", "staff"));
        var shown = await server.ReadAsync(invited.Headers.Location!.ToString());
        shown.Body!.TextContent.ShouldContain("/panel/welcome?token=token-1");
        server.Audit.Events.ShouldAllBe(entry => !entry.ToString().Contains("token-1"));
        ActsOf(await server.ReadAsync("/panel/p/user"), "carol").ShouldNotContain("Invite", "nobody is invited who is there");
        Forget(server);

        var page = await server.ReadAsync("/panel/welcome?token=token-1");
        page.QuerySelector("main")!.TextContent.ShouldContain("carol");
        using var different = await server.PostAsync("/panel/welcome", ("token", "token-1"), ("password", "battery staple"), ("again", "battery"));
        (await PanelServer.ReadAsync(different, HttpStatusCode.BadRequest)).QuerySelector("#e-again").ShouldNotBeNull();
        using var done = await server.PostAsync("/panel/welcome", ("token", "token-1"), ("password", "battery staple"), ("again", "battery staple"));
        (await server.ReadAsync(done.Headers.Location!.ToString())).QuerySelector(".notice.good").ShouldNotBeNull();
        using var login = await server.PostAsync("/panel/login", ("name", "carol"), ("password", "battery staple"));
        login.Headers.Location!.ToString().ShouldBe("/panel/");
        (await server.ReadAsync("/panel/welcome?token=token-1", HttpStatusCode.Forbidden)).QuerySelector("input[name=password]").ShouldBeNull();
    }

    [Theory]
    [InlineData("without the form's token", HttpStatusCode.Forbidden)]
    [InlineData("over a line others can read", HttpStatusCode.Forbidden)]
    [InlineData("with a wrong token", HttpStatusCode.Forbidden)]
    [InlineData("too often", HttpStatusCode.TooManyRequests)]
    public async Task Welcome_ThatIsRefused_SetsNothing(string how, HttpStatusCode status)
    {
        await using var server = await StartAsync();
        var link = await server.Invitations.ResetAsync("alice", new("test", "test"), Token);
        Forget(server);
        if (how == "over a line others can read") server.Sessions.Client = new("http", "http-1") { RemoteAddress = "192.0.2.1" };
        if (how == "too often") server.Invitations.Refusal = new(IdentityError.Throttled, "Too many attempts.");
        (string, string)[] fields = [("token", how == "with a wrong token" ? "token-9" : link.Token), ("password", "battery staple"), ("again", "battery staple")];
        using var content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Item1, field.Item2)));
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Address, "/panel/welcome")) { Content = content };
        using var response = how == "without the form's token" ? await server.SendAsync(request) : await server.PostAsync("/panel/welcome", fields);

        response.StatusCode.ShouldBe(status);
        using var login = await server.PostAsync("/panel/login", ("name", "alice"), ("password", "battery staple"));
        login.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Reset_LooksLikeWhatItTakes()
    {
        await using var server = await StartAsync();
        var page = await server.ReadAsync("/panel/p/user/act/reset?_for=alice");
        page.QuerySelector("button.careful")!.TextContent.ShouldBe("Reset password");
        page.QuerySelector(".question")!.TextContent.ShouldContain("logged out");
    }

    [Fact]
    public async Task Sessions_OfAUser_AreEndedFromTheirRow_OneOrAll()
    {
        await using var server = await StartAsync();
        var alice = Principal.Of((await server.Users.FindAsync("alice", Token))!);
        var first = server.Sessions.Begin(alice, "Browser one");
        server.Sessions.Begin(alice, "Browser two");
        (await server.ReadAsync("/panel/p/user/alice")).QuerySelector("main")!.TextContent.ShouldContain($"browser:{first.Id}");
        var list = await server.ReadAsync("/panel/p/user-session?user=alice");
        ActsOf(list, $"browser:{first.Id}").ShouldBe(["End", "End all of the user"]);
        list.QuerySelectorAll("td.doing a").ShouldAllBe(link => link.ClassList.Contains("careful"));
        list.QuerySelectorAll("td.doing a").ShouldContain(link => link.GetAttribute("href")!.EndsWith("act/end-all?_for=alice"));

        using var one = await server.PostAsync($"/panel/p/user-session/act/kick?_for=browser:{first.Id}", ("_do", "do"), ("id", $"browser:{first.Id}"));
        server.Sessions.List(alice.UserId).ShouldHaveSingleItem().UserAgent.ShouldBe("Browser two");
        using var all = await server.PostAsync("/panel/p/user-session/act/end-all?_for=alice", ("_do", "do"), ("user", "alice"));
        server.Sessions.List(alice.UserId).ShouldBeEmpty();
        server.Sessions.List().ShouldHaveSingleItem().Principal.UserName.ShouldBe("root");
        server.Audit.Events.Select(entry => $"{entry.Action} {entry.Subject} {entry.Detail}").ShouldBe([$"user-session.kick browser:{first.Id} user: alice", "user-session.end-all alice 1 sessions"]);
    }

    [Fact]
    public async Task Register_WhereItIsOff_IsNoPageAndNoLink()
    {
        await using var server = await PanelServer.StartAsync();
        (await server.ReadAsync("/panel/register", HttpStatusCode.NotFound)).QuerySelector("input[name=name]").ShouldBeNull();
        (await server.ReadAsync("/panel/login")).QuerySelector("a[href='/panel/register']").ShouldBeNull();
        using var response = await server.PostAsync("/panel/register", ("name", "carol"), ("password", "battery staple"), ("again", "battery staple"));
        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await server.Users.FindAsync("carol", Token)).ShouldBeNull();
    }

    [Theory]
    [InlineData(RegistrationMode.Open, "can log in.")]
    [InlineData(RegistrationMode.Approval, "once an operator has approved")]
    public async Task Register_WherePeopleMay_MakesAnAccountWithoutALogin(RegistrationMode mode, string said)
    {
        await using var server = await PanelServer.StartAsync();
        server.Registration.Mode = mode;
        (await server.ReadAsync("/panel/login")).QuerySelector("a[href='/panel/register']").ShouldNotBeNull();
        (await server.ReadAsync("/panel/register")).QuerySelectorAll("input[required]").Length.ShouldBe(3);
        using var taken = await server.PostAsync("/panel/register", ("name", "alice"), ("password", "battery staple"), ("again", "battery staple"));
        (await PanelServer.ReadAsync(taken, HttpStatusCode.Conflict)).QuerySelector("#e-name").ShouldNotBeNull();
        using var different = await server.PostAsync("/panel/register", ("name", "carol"), ("password", "battery staple"), ("again", "battery"));
        (await PanelServer.ReadAsync(different, HttpStatusCode.BadRequest)).QuerySelector("input[name=name]")!.GetAttribute("value").ShouldBe("carol");
        using var done = await server.PostAsync("/panel/register", ("name", "carol"), ("password", "battery staple"), ("again", "battery staple"));

        (await server.ReadAsync(done.Headers.Location!.ToString())).QuerySelector(".notice.good")!.TextContent.ShouldContain(said);
        (await server.Users.FindAsync("carol", Token))!.IsDisabled.ShouldBe(mode == RegistrationMode.Approval);
    }

    [Theory]
    [InlineData("over a line others can read", HttpStatusCode.Forbidden)]
    [InlineData("too often", HttpStatusCode.TooManyRequests)]
    public async Task Register_ThatIsRefused_MakesNobody(string how, HttpStatusCode status)
    {
        await using var server = await PanelServer.StartAsync();
        server.Registration.Mode = RegistrationMode.Open;
        if (how == "too often") server.Registration.Refusal = new(IdentityError.Throttled, "Too many.");
        else server.Sessions.Client = new("http", "http-1") { RemoteAddress = "192.0.2.1" };
        using var response = await server.PostAsync("/panel/register", ("name", "carol"), ("password", "battery staple"), ("again", "battery staple"));
        response.StatusCode.ShouldBe(status);
        (await server.Users.FindAsync("carol", Token)).ShouldBeNull();
    }

    [Fact]
    public async Task Reset_OfSeveral_ShowsTheLinkOfEach()
    {
        await using var server = await StartAsync();
        await server.Users.AddAsync("carol", PanelServer.Password);
        using var done = await server.PostAsync("/panel/bulk/user", ("_act", "reset"), ("_row", "alice"), ("_row", "carol"), ("_do", "do"));
        var shown = await server.ReadAsync(done.Headers.Location!.ToString());
        shown.QuerySelectorAll("details").Count(part => part.TextContent.Contains("/panel/welcome?token=")).ShouldBe(2);
    }

    /// <summary>Somebody else's browser from here on.</summary>
    private static void Forget(PanelServer server)
    {
        foreach (System.Net.Cookie cookie in server.Cookies.GetAllCookies()) cookie.Expired = true;
    }

    private static async Task<PanelServer> StartAsync()
    {
        var server = await PanelServer.StartAsync();
        server.AddDemoPanels();
        await server.LogInAsync();
        return server;
    }

    /// <summary>What is offered for one row of a list.</summary>
    private static IEnumerable<string> ActsOf(IDocument page, string subject) =>
        page.QuerySelectorAll("tbody tr").Single(row => row.QuerySelector("th")!.TextContent.Trim() == subject).QuerySelectorAll("td.doing a")
            .Select(link => link.ChildNodes.OfType<IText>().First().Text.Trim());
}
