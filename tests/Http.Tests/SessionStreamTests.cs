using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;
using PluginFramework.Identity;
using static PluginFramework.Http.Tests.LoginModule;

namespace PluginFramework.Http.Tests;

/// <summary>What goes on in a session when it ends.</summary>
public sealed class SessionStreamTests
{
    [Theory]
    [InlineData("revoked")]
    [InlineData("changed")]
    [InlineData("logged out")]
    public async Task EventStreamAndWebSocket_EndWithTheirSession_AndThoseOfOthersDoNot(string how)
    {
        await using var http = await HttpFixture.StartAsync(null, http => http.Modules.Add("auth", new LoginModule(http.Users)));
        var ended = new List<TaskCompletionSource> { new(), new(), new() };
        http.Map("events", async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync("data: x\n\n");
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            ended[int.Parse(context.Request.Query["number"]!)].SetResult();
        });
        http.Map("socket", async context =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            ended[2].SetResult();
        });
        using var bob = http.NewClient(cookies: true);
        using var ann = http.NewClient(cookies: true);
        using var login = await LogInAsync(bob, http.Plain, "bob");
        var session = await login.Content.ReadAsStringAsync(HttpFixture.Token);
        await LogInAsync(ann, http.Plain);
        foreach (var (client, number) in new[] { (bob, 0), (ann, 1) })
            (await (await client.GetStreamAsync(new Uri(http.Plain, $"events?number={number}"), HttpFixture.Token)).ReadAsync(new byte[10], HttpFixture.Token)).ShouldBeGreaterThan(0);
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Cookie", login.Headers.GetValues("Set-Cookie").Single(cookie => cookie.StartsWith("session=", StringComparison.Ordinal)).Split(';')[0]);
        await socket.ConnectAsync(new UriBuilder(new Uri(http.Plain, "socket")) { Scheme = "ws" }.Uri, HttpFixture.Token);

        if (how == "revoked") http.Sessions.Revoke(session).ShouldBeTrue();
        else if (how == "changed") http.Sessions.OnUserChanged("bob");
        else await ActAsync(bob, http.Plain, request => request.RequestUri = new(http.Plain, "auth/logout"));

        await ended[0].Task.WaitAsync(TimeSpan.FromSeconds(30), HttpFixture.Token);
        await ended[2].Task.WaitAsync(TimeSpan.FromSeconds(30), HttpFixture.Token);
        ended[1].Task.IsCompleted.ShouldBeFalse();
    }

    [Theory]
    [InlineData("gone", true)]
    [InlineData("must log in again", true)]
    [InlineData("by name", true)]
    [InlineData("another", false)]
    [InlineData("nothing that matters", false)]
    public async Task EventStream_OfAPasswordSentWithTheRequest_EndsWithItsUser(string how, bool ends)
    {
        await using var http = await HttpFixture.StartAsync();
        var ended = new TaskCompletionSource();
        http.Map("events", async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync("data: x\n\n");
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            ended.SetResult();
        });
        using var bob = http.NewClient();
        bob.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String("bob:secret"u8));
        using var stream = await bob.GetStreamAsync(new Uri(http.Plain, "events"), HttpFixture.Token);
        (await stream.ReadAsync(new byte[10], HttpFixture.Token)).ShouldBeGreaterThan(0);
        var user = (await http.Users.FindAsync("bob", HttpFixture.Token))!;

        if (how == "by name") http.Sessions.OnUserChanged("Bob");
        else if (how == "another") http.Sessions.OnUserChanged(new UserChanged("other", "other") { IsGone = true, EndsSessions = true });
        else http.Sessions.OnUserChanged(new UserChanged(user.Id, user.Name) { IsGone = how == "gone", EndsSessions = how == "must log in again" });

        if (ends) await ended.Task.WaitAsync(TimeSpan.FromSeconds(30), HttpFixture.Token);
        else ended.Task.IsCompleted.ShouldBeFalse();
    }
}
