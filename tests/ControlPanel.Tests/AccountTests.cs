using System.Net;
using PluginFramework.ControlPanel.Tests.Support;
using PluginFramework.Identity;

namespace PluginFramework.ControlPanel.Tests;

public sealed class AccountTests
{
    [Fact]
    public async Task Password_WithThePresentOne_IsChangedAndLogsOutElsewhere()
    {
        await using var server = await PanelServer.StartAsync();
        await server.LogInAsync("alice");
        var alice = await server.Users.FindAsync("alice", TestContext.Current.CancellationToken);
        server.Sessions.Begin(Principal.Of(alice!));
        var root = server.Sessions.Begin(Principal.Of((await server.Users.FindAsync("root", TestContext.Current.CancellationToken))!));

        using var wrong = await server.PostAsync("/panel/account/password", ("present", "wrong"), ("new", "battery staple"), ("again", "battery staple"));
        using var different = await server.PostAsync("/panel/account/password", ("present", PanelServer.Password), ("new", "battery staple"), ("again", "battery"));
        using var shorter = await server.PostAsync("/panel/account/password", ("present", PanelServer.Password), ("new", "short"), ("again", "short"));
        server.Sessions.List(alice!.Id).Length.ShouldBe(2);
        using var right = await server.PostAsync("/panel/account/password", ("present", PanelServer.Password), ("new", "battery staple"), ("again", "battery staple"));

        (await PanelServer.ReadAsync(wrong, HttpStatusCode.Forbidden)).QuerySelector("#e-present")!.TextContent.ShouldContain("not right");
        (await PanelServer.ReadAsync(different, HttpStatusCode.BadRequest)).QuerySelector("#e-again")!.TextContent.ShouldContain("not the same");
        (await PanelServer.ReadAsync(shorter, HttpStatusCode.BadRequest)).QuerySelector("#e-new")!.TextContent.ShouldContain("8 to 1024");
        (await server.ReadAsync(right.Headers.Location!.ToString())).QuerySelector(".notice.good").ShouldNotBeNull();
        server.Sessions.List(alice.Id).Length.ShouldBe(1);
        server.Sessions.List(root.Principal.UserId).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Session_OfAnother_CannotBeEnded()
    {
        await using var server = await PanelServer.StartAsync();
        var root = server.Sessions.Begin(Principal.Of((await server.Users.FindAsync("root", TestContext.Current.CancellationToken))!));
        await server.LogInAsync("alice");
        using var response = await server.PostAsync("/panel/account/revoke", ("session", root.Id));

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        server.Sessions.List(root.Principal.UserId).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Session_OfOnesOwn_CanBeEnded()
    {
        await using var server = await PanelServer.StartAsync();
        await server.LogInAsync("alice");
        var other = server.Sessions.Begin(Principal.Of((await server.Users.FindAsync("alice", TestContext.Current.CancellationToken))!), "<b>Browser</b>");
        (await server.ReadAsync("/panel/account")).Body!.TextContent.ShouldContain("<b>Browser</b>");
        using var response = await server.PostAsync("/panel/account/revoke", ("session", other.Id));

        response.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        server.Sessions.List().ShouldHaveSingleItem();
    }
}
