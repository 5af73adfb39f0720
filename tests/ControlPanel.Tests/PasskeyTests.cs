using System.Net;
using PluginFramework.ControlPanel.Tests.Support;
using PluginFramework.TestUtilities;

namespace PluginFramework.ControlPanel.Tests;

public sealed class PasskeyTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Login_WithAPasskey_LeadsToWhereOneWanted()
    {
        await using var server = await StartAsync();
        using var device = await RegisterAsync(server);
        var answer = device.Get(await OptionsAsync(server, "login"));
        using var response = await server.PostAsync("/panel/login", ("_step", "passkey"), ("_passkey", answer), ("to", "/panel/account"));

        response.Headers.Location!.ToString().ShouldBe("/panel/account");
        (await server.ReadAsync("/panel/account")).QuerySelector("td[data-label='Last used'] time").ShouldNotBeNull();
    }

    [Fact]
    public async Task Login_WithThePasskeyOfADisabledUser_OrWithoutTheCookie_OrTwice_IsRefused()
    {
        await using var server = await StartAsync();
        using var device = await RegisterAsync(server);
        var answer = device.Get(await OptionsAsync(server, "login"));
        var cookie = server.Cookies.GetCookies(server.Address)["passkey"]!;
        cookie.HttpOnly.ShouldBeTrue();
        cookie.Expired = true;
        await ExpectRefusalAsync(server, answer, "not accepted");

        answer = device.Get(await OptionsAsync(server, "login"));
        cookie = server.Cookies.GetCookies(server.Address)["passkey"]!;
        using (var first = await server.PostAsync("/panel/login", ("_step", "passkey"), ("_passkey", answer))) first.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        using (await server.PostAsync("/panel/logout")) server.Cookies.Add(server.Address, new Cookie(cookie.Name, cookie.Value));
        await ExpectRefusalAsync(server, answer, "not accepted");

        await server.Users.ChangeAsync("alice", new() { IsDisabled = true }, new("test", "test"), Token);
        await ExpectRefusalAsync(server, device.Get(await OptionsAsync(server, "login")), "disabled");
        await ExpectRefusalAsync(server, "", "gave no passkey", HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Login_WithAPasskey_OverAConnectionThatOthersCanRead_IsRefused()
    {
        await using var server = await StartAsync();
        using var device = await RegisterAsync(server);
        server.Sessions.Client = new("http", "http-1") { RemoteAddress = "192.0.2.1" };
        await ExpectRefusalAsync(server, device.Get(await OptionsAsync(server, "login")), "others can read");
    }

    [Fact]
    public async Task Registration_AWhileAfterTheLogin_TakesThePassword()
    {
        await using var server = await StartAsync();
        await server.LogInAsync("alice");
        server.Clock.Advance(TimeSpan.FromHours(1));
        (await server.ReadAsync("/panel/account")).QuerySelector("section input[name=_password]").ShouldNotBeNull();
        using var without = await server.PostAsync("/panel/passkey/register");
        using var wrong = await server.PostAsync("/panel/passkey/register", ("_password", "wrong"));
        using var right = await server.PostAsync("/panel/passkey/register", ("_password", PanelServer.Password));

        (without.StatusCode, wrong.StatusCode, right.StatusCode).ShouldBe((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.OK));
        (await wrong.Content.ReadAsStringAsync(Token)).ShouldContain("not right");
    }

    [Fact]
    public async Task Registration_WithAnAnswerThatIsNone_IsToldSoBesideTheField()
    {
        await using var server = await StartAsync();
        await server.LogInAsync("alice");
        await OptionsAsync(server, "register");
        using var response = await server.PostAsync("/panel/account/passkey", ("label", "laptop"), ("_passkey", "{}"));
        (await PanelServer.ReadAsync(response, HttpStatusCode.BadRequest)).QuerySelector("#e-label")!.TextContent.ShouldContain("not accepted");
        (await server.Keys.ListAsync("alice", Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Removal_AWhileAfterTheLogin_AsksWhoItIs()
    {
        await using var server = await StartAsync();
        using var device = await RegisterAsync(server);
        await server.LogInAsync("alice");
        var key = (await server.Keys.ListAsync("alice", Token)).ShouldHaveSingleItem();
        server.Clock.Advance(TimeSpan.FromHours(1));
        using var asked = await server.PostAsync("/panel/account/passkey/remove", ("key", key.Id));
        (await PanelServer.ReadAsync(asked)).QuerySelector("main")!.TextContent.ShouldContain("Use a passkey instead");
        using var wrong = await server.PostAsync("/panel/account/passkey/remove", ("key", key.Id), ("_password", "wrong"));
        (await PanelServer.ReadAsync(wrong, HttpStatusCode.Forbidden)).QuerySelector("#e-_password").ShouldNotBeNull();
        (await server.Keys.ListAsync("alice", Token)).ShouldHaveSingleItem();

        var answer = device.Get(await OptionsAsync(server, "confirm"));
        using var right = await server.PostAsync("/panel/account/passkey/remove", ("key", key.Id), ("_passkey", answer));
        right.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await server.Keys.ListAsync("alice", Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Removal_OfAnothersPasskey_IsNotPossible()
    {
        await using var server = await StartAsync();
        using var device = await RegisterAsync(server);
        var key = (await server.Keys.ListAsync("alice", Token)).ShouldHaveSingleItem();
        await server.LogInAsync();
        using var response = await server.PostAsync("/panel/account/passkey/remove", ("key", key.Id));
        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await server.Keys.ListAsync("alice", Token)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Confirmation_WithAnothersPasskey_DoesNothing()
    {
        await using var server = await StartAsync();
        server.AddDemoPanels();
        using var alices = await RegisterAsync(server);
        using var roots = await RegisterAsync(server, "root");
        await server.LogInAsync();
        server.Clock.Advance(TimeSpan.FromHours(1));
        var options = await OptionsAsync(server, "confirm");
        using var refused = await server.PostAsync("/panel/p/user/act/remove?_for=alice", ("name", "alice"), ("_do", "do"), ("_passkey", alices.Get(options)));
        (await PanelServer.ReadAsync(refused, HttpStatusCode.Forbidden)).QuerySelector("#e-_password")!.TextContent.ShouldContain("passkey was not accepted");
        (await server.Users.FindAsync("alice", Token)).ShouldNotBeNull();

        options = await OptionsAsync(server, "confirm");
        using var done = await server.PostAsync("/panel/p/user/act/remove?_for=alice", ("name", "alice"), ("_do", "do"), ("_passkey", roots.Get(options)));
        done.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await server.Users.FindAsync("alice", Token)).ShouldBeNull();
    }

    [Fact]
    public async Task Options_AtAnAddressWithoutAName_AreRefusedInPlainWords()
    {
        await using var server = await PanelServer.StartAsync();
        using var response = await server.PostAsync("/panel/passkey/login");
        response.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/plain");
        (await response.Content.ReadAsStringAsync(Token)).ShouldContain("http://localhost");
        (await server.ReadAsync("/panel/login")).QuerySelector("[data-passkey]").ShouldBeNull();
    }

    private static async Task<PanelServer> StartAsync()
    {
        var server = await PanelServer.StartAsync();
        server.ComeBy("localhost");
        return server;
    }

    private static async Task<SoftwareAuthenticator> RegisterAsync(PanelServer server, string name = "alice")
    {
        await server.LogInAsync(name);
        var device = new SoftwareAuthenticator { Origin = server.Address.GetLeftPart(UriPartial.Authority) };
        var answer = device.Create(await OptionsAsync(server, "register"));
        using var response = await server.PostAsync("/panel/account/passkey", ("label", "laptop"), ("_passkey", answer));
        response.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        using (await server.PostAsync("/panel/logout")) return device;
    }

    private static async Task<string> OptionsAsync(PanelServer server, string what)
    {
        using var response = await server.PostAsync($"/panel/passkey/{what}");
        var text = await response.Content.ReadAsStringAsync(Token);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        return text;
    }

    private static async Task ExpectRefusalAsync(PanelServer server, string answer, string words, HttpStatusCode status = HttpStatusCode.Forbidden)
    {
        using var response = await server.PostAsync("/panel/login", ("_step", "passkey"), ("_passkey", answer));
        (await PanelServer.ReadAsync(response, status)).QuerySelector("[role=alert]")!.TextContent.ShouldContain(words);
        server.Sessions.List().ShouldBeEmpty();
    }
}
