using System.Net;
using PluginFramework.Identity;
using PluginFramework.Network;
using static PluginFramework.Http.Tests.LoginModule;

namespace PluginFramework.Http.Tests;

public sealed class SessionTests
{
    private static readonly Caller Operator = new("ann", "test");

    [Theory]
    [InlineData(true, "__Host-session", true)]
    [InlineData(false, "session", false)]
    public async Task Cookie_HasTheFlagsThatKeepItFromOthers(bool tls, string name, bool secure)
    {
        await using var http = await StartAsync();
        using var client = http.NewClient(cookies: true);

        using var response = await LogInAsync(client, tls ? http.Secure : http.Plain);

        var cookie = response.Headers.GetValues("Set-Cookie").Single(value => value.StartsWith(name + "=", StringComparison.Ordinal));
        var parts = cookie.Split("; ");
        parts[0].Length.ShouldBe(name.Length + 1 + 43, "256 bits");
        parts.Skip(1).ShouldBe(secure ? ["path=/", "secure", "samesite=lax", "httponly"] : ["path=/", "samesite=lax", "httponly"], ignoreOrder: true);
    }

    [Fact]
    public async Task SignIn_MakesTheBrowserKnown_AndSignOutEndsIt()
    {
        await using var http = await StartAsync();
        using var client = http.NewClient(cookies: true);
        (await WhoAsync(client, http.Secure)).ShouldBe("nobody");

        (await LogInAsync(client, http.Secure)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await WhoAsync(client, http.Secure)).ShouldBe("ann");
        var session = http.Sessions.List("id-ann").ShouldHaveSingleItem();
        (session.Principal.UserName, session.RemoteAddress, session.UserAgent).ShouldBe(("ann", "127.0.0.1", null));

        var token = await client.GetStringAsync(new Uri(http.Secure, "auth/token"), HttpFixture.Token);
        using var out1 = new HttpRequestMessage(HttpMethod.Post, new Uri(http.Secure, "auth/logout")) { Headers = { { "X-Csrf-Token", token } } };
        (await client.SendAsync(out1, HttpFixture.Token)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await WhoAsync(client, http.Secure)).ShouldBe("nobody");
        http.Sessions.List().ShouldBeEmpty();
    }

    [Fact]
    public async Task SignIn_GivesANewId_AndEndsTheSessionThereWas()
    {
        await using var http = await StartAsync();
        using var client = http.NewClient(cookies: true);
        var first = await (await LogInAsync(client, http.Plain)).Content.ReadAsStringAsync(HttpFixture.Token);

        var second = await (await LogInAsync(client, http.Plain, "bob")).Content.ReadAsStringAsync(HttpFixture.Token);

        second.ShouldNotBe(first);
        http.Sessions.List().ShouldHaveSingleItem().Id.ShouldBe(second);
        (await WhoAsync(client, http.Plain)).ShouldBe("bob");
    }

    [Theory]
    [InlineData("session=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("session=")]
    [InlineData("session=ID")]
    [InlineData("__Host-session=AAAA; session=x")]
    public async Task CookieThatTheServerDidNotGive_IsNobodys(string cookie)
    {
        await using var http = await StartAsync();
        using var login = http.NewClient(cookies: true);
        var id = await (await LogInAsync(login, http.Plain)).Content.ReadAsStringAsync(HttpFixture.Token);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(http.Plain, "auth/me"))
        {
            Headers = { { "Cookie", cookie.Replace("ID", id, StringComparison.Ordinal) } },
        };

        using var response = await http.Client.SendAsync(request, HttpFixture.Token);

        (await response.Content.ReadAsStringAsync(HttpFixture.Token)).ShouldBe("nobody");
    }

    [Fact]
    public async Task Session_EndsWithoutUse_AndInAll()
    {
        await using var http = await StartAsync(new() { SessionIdleTime = TimeSpan.FromMinutes(10), SessionLifetime = TimeSpan.FromMinutes(25) });
        using var client = http.NewClient(cookies: true);
        await LogInAsync(client, http.Plain);
        foreach (var (minutes, expected) in new[] { (9, "ann"), (9, "ann"), (9, "nobody") })
        {
            http.Context.Clock.Advance(TimeSpan.FromMinutes(minutes));
            (await WhoAsync(client, http.Plain)).ShouldBe(expected);
        }

        await LogInAsync(client, http.Plain);
        http.Context.Clock.Advance(TimeSpan.FromMinutes(10));
        (await WhoAsync(client, http.Plain)).ShouldBe("nobody");
    }

    [Fact]
    public async Task UserWhoIsChanged_LosesTheirSessionsAtOnce_AndOthersKeepTheirs()
    {
        await using var http = await StartAsync();
        using var ann = http.NewClient(cookies: true);
        using var bob = http.NewClient(cookies: true);
        await LogInAsync(ann, http.Plain);
        await LogInAsync(bob, http.Plain, "bob");
        (await WhoAsync(bob, http.Plain)).ShouldBe("bob");

        http.Sessions.OnUserChanged("BOB");

        (await WhoAsync(bob, http.Plain)).ShouldBe("nobody");
        (await WhoAsync(ann, http.Plain)).ShouldBe("ann");
    }

    [Fact]
    public async Task NewPassword_EndsTheUsersSessions_ButForTheOneInWhichItWasSet()
    {
        await using var http = await StartAsync();
        using var here = http.NewClient(cookies: true);
        using var there = http.NewClient(cookies: true);
        await LogInAsync(here, http.Plain);
        var own = http.Sessions.List("id-ann").ShouldHaveSingleItem().Id;
        await LogInAsync(there, http.Plain);

        http.Sessions.OnUserChanged(new UserChanged("id-ann", "ann"));
        (await WhoAsync(there, http.Plain)).ShouldBe("ann", "a new display name logs nobody out");
        http.Sessions.OnUserChanged(new UserChanged("id-ann", "ann") { EndsSessions = true, SessionId = own });
        (await WhoAsync(there, http.Plain)).ShouldBe("nobody");
        (await WhoAsync(here, http.Plain)).ShouldBe("ann");
        http.Sessions.OnUserChanged(new UserChanged("id-ann", "ann") { IsGone = true, SessionId = own });
        (await WhoAsync(here, http.Plain)).ShouldBe("nobody");
    }

    [Fact]
    public async Task ChangeThatEndsNothing_ShowsWithTheNextRequest()
    {
        await using var http = await StartAsync();
        using var client = http.NewClient(cookies: true);
        await LogInAsync(client, http.Plain);
        (await WhoAsync(client, http.Plain)).ShouldBe("ann");
        await http.Users.ChangeAsync("ann", new() { Roles = ["staff"] }, Operator, HttpFixture.Token);
        http.Sessions.OnUserChanged(new UserChanged("id-ann", "ann"));
        await WhoAsync(client, http.Plain);
        http.Sessions.List("id-ann").ShouldHaveSingleItem().Principal.Roles.ShouldBe(["staff"]);
    }

    [Theory]
    [InlineData("disabled")]
    [InlineData("removed")]
    [InlineData("another with the name")]
    public async Task UserChangedBehindTheManagersBack_LosesTheSessionWithinAMinute(string how)
    {
        await using var http = await StartAsync();
        using var client = http.NewClient(cookies: true);
        await LogInAsync(client, http.Plain, "bob");
        (await WhoAsync(client, http.Plain)).ShouldBe("bob");
        if (how == "disabled") await http.Users.ChangeAsync("bob", new() { IsDisabled = true }, Operator, HttpFixture.Token);
        else await http.Users.RemoveAsync("bob", Operator, HttpFixture.Token);
        if (how == "another with the name") http.Users.Add("BOB", "other");

        http.Context.Clock.Advance(TimeSpan.FromMinutes(1));

        (await WhoAsync(client, http.Plain)).ShouldBe("nobody");
    }

    [Fact]
    public async Task Principal_IsReadAnewWithinAMinute()
    {
        await using var http = await StartAsync();
        using var client = http.NewClient(cookies: true);
        await LogInAsync(client, http.Plain, "bob");
        await http.Users.ChangeAsync("bob", new() { Roles = ["operator"] }, Operator, HttpFixture.Token);

        http.Context.Clock.Advance(TimeSpan.FromMinutes(1));
        await WhoAsync(client, http.Plain);

        http.Sessions.List().ShouldHaveSingleItem().Principal.IsOperator.ShouldBeTrue();
    }

    [Fact]
    public async Task UserDatabaseThatFails_LetsNobodyIn_AndEndsNothing()
    {
        await using var http = await StartAsync();
        using var client = http.NewClient(cookies: true);
        await LogInAsync(client, http.Plain);
        http.Users.Failure = new IOException("gone");
        (await WhoAsync(client, http.Plain)).ShouldBe("nobody");

        http.Users.Failure = null;

        (await WhoAsync(client, http.Plain)).ShouldBe("ann");
    }

    [Fact]
    public async Task Sessions_AreBounded_PerUserAndInAll()
    {
        await using var http = await StartAsync(new() { MaxSessionsPerUser = 2, MaxSessions = 10 });
        using var client = http.NewClient();
        var client1 = new ClientInfo("http", "test") { IsLocal = true };
        for (var i = 0; i < 5; i++)
        {
            http.Sessions.Begin(new("id-ann", "ann"), client1, null);
            http.Context.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        http.Sessions.List("id-ann").Length.ShouldBe(2);
        for (var i = 0; i < 20; i++) http.Sessions.Begin(new($"id-{i}", $"user{i}"), client1, new string('x', 1000));

        http.Sessions.List().Length.ShouldBeLessThanOrEqualTo(10);
        http.Sessions.List("id-19").ShouldHaveSingleItem().UserAgent!.Length.ShouldBe(256);
    }

    [Fact]
    public async Task Revoke_EndsTheSessionOfThatId()
    {
        await using var http = await StartAsync();
        using var client = http.NewClient(cookies: true);
        var id = await (await LogInAsync(client, http.Plain)).Content.ReadAsStringAsync(HttpFixture.Token);

        http.Sessions.Revoke(id).ShouldBeTrue();
        http.Sessions.Revoke(id).ShouldBeFalse();

        (await WhoAsync(client, http.Plain)).ShouldBe("nobody");
    }

    [Fact]
    public async Task Confirm_NotesTheTime()
    {
        await using var http = await StartAsync();
        using var client = http.NewClient(cookies: true);
        await LogInAsync(client, http.Plain);
        http.Context.Clock.Advance(TimeSpan.FromMinutes(5));

        (await ActAsync(client, http.Plain, request => request.RequestUri = new(http.Plain, "auth/confirm"))).ShouldBe(HttpStatusCode.OK);

        http.Sessions.List().ShouldHaveSingleItem().ConfirmedAt.ShouldBe(http.Context.Clock.GetUtcNow());
    }

    private static Task<HttpFixture> StartAsync(HttpOptions? options = null) =>
        HttpFixture.StartAsync(options, http => http.Modules.Add("auth", new LoginModule(http.Users)));
}
