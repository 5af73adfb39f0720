using System.Net;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace PluginFramework.Http.Tests;

public sealed class ModuleTests
{
    [Fact]
    public async Task Module_AppearsAndDisappears()
    {
        await using var http = await HttpFixture.StartAsync();
        (await StatusAsync(http, "late")).ShouldBe(HttpStatusCode.NotFound);

        var module = http.Modules.Add("late", new Module(routes => routes.MapGet("/", context => context.Response.WriteAsync("here"))));
        (await StatusAsync(http, "late/")).ShouldBe(HttpStatusCode.OK);
        http.Modules.Remove(module);

        (await StatusAsync(http, "late/")).ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Prefixes_GoToTheLongest_WholeSegmentsOnly_AndTheRootComesLast()
    {
        await using var http = await HttpFixture.StartAsync(prepare: fixture =>
            File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(fixture.Context.DataDirectory, "www")).FullName, "file.txt"), "file"));
        foreach (var prefix in new[] { "", "api", "api/v1" }) http.Map(prefix, context => context.Response.WriteAsync($"[{prefix}]{context.Request.Path}"));

        (await http.Client.GetStringAsync(new Uri(http.Plain, "api/v1/x"), HttpFixture.Token)).ShouldBe("[api/v1]/x");
        (await http.Client.GetStringAsync(new Uri(http.Plain, "api/v10/x"), HttpFixture.Token)).ShouldBe("[api]/v10/x");
        (await http.Client.GetStringAsync(new Uri(http.Plain, "apis"), HttpFixture.Token)).ShouldBe("[]/apis");
        (await http.Client.GetStringAsync(new Uri(http.Plain, "file.txt"), HttpFixture.Token)).ShouldBe("file");
        (await http.Client.GetStringAsync(http.Plain, HttpFixture.Token)).ShouldBe("[]/");
    }

    [Theory]
    [InlineData("Big")]
    [InlineData("a//b")]
    [InlineData("..")]
    [InlineData("a?b")]
    public async Task PrefixThatIsNone_IsNotServed_AndSaid(string prefix)
    {
        await using var http = await HttpFixture.StartAsync();

        http.Map(prefix, context => context.Response.WriteAsync("served"));

        http.Log.Lines.ShouldContain(line => line.Contains($"its prefix \"{prefix}\" must be"));
    }

    [Fact]
    public async Task ModuleThatCannotBeMapped_IsSaid_AndTheOthersServe()
    {
        await using var http = await HttpFixture.StartAsync();

        http.Modules.Add("bad", new Module(_ => throw new InvalidOperationException("no routes today")));
        http.Map("good", context => context.Response.WriteAsync("good"));

        http.Log.Lines.ShouldContain(line => line.Contains("mapping its routes failed") && line.Contains("no routes today"));
        (await StatusAsync(http, "good")).ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("text/html", "<h1>500 Internal Server Error</h1>")]
    [InlineData("*/*", "500 Internal Server Error\n")]
    public async Task Exception_IsLogged_AndTheClientSeesNothingOfIt(string accept, string expected)
    {
        await using var http = await HttpFixture.StartAsync();
        http.Map("fails", _ => throw new InvalidOperationException("secret detail"));
        using var request = new HttpRequestMessage(HttpMethod.Get, "fails") { Headers = { { "Accept", accept } } };

        using var response = await http.Client.SendAsync(request, HttpFixture.Token);

        response.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        var page = await response.Content.ReadAsStringAsync(HttpFixture.Token);
        page.ShouldContain(expected);
        page.ShouldNotContain("secret detail");
        http.Log.Lines.ShouldContain(line => line.Contains("secret detail") && line.Contains("GET /fails failed in the module of plugin test"));
    }

    [Fact]
    public async Task ExceptionAfterTheResponseHasBegun_BreaksItOff()
    {
        await using var http = await HttpFixture.StartAsync();
        http.Map("fails", async context =>
        {
            await context.Response.WriteAsync("half of it");
            await context.Response.Body.FlushAsync();
            throw new InvalidOperationException("late");
        });

        await Should.ThrowAsync<HttpRequestException>(() => http.Client.GetStringAsync(new Uri(http.Plain, "fails"), HttpFixture.Token));
    }

    [Fact]
    public async Task EventStream_FlowsAsItIsWritten()
    {
        await using var http = await HttpFixture.StartAsync();
        var more = new SemaphoreSlim(0);
        http.Map("events", async context =>
        {
            context.Response.ContentType = "text/event-stream";
            for (var i = 0; i < 3; i++)
            {
                await context.Response.WriteAsync($"data: {i}\n\n");
                await context.Response.Body.FlushAsync();
                await more.WaitAsync(context.RequestAborted);
            }
        });
        using var reader = new StreamReader(await http.Client.GetStreamAsync(new Uri(http.Plain, "events"), HttpFixture.Token));

        for (var i = 0; i < 3; i++)
        {
            (await reader.ReadLineAsync(HttpFixture.Token)).ShouldBe($"data: {i}");
            await reader.ReadLineAsync(HttpFixture.Token);
            more.Release();
        }

        (await reader.ReadToEndAsync(HttpFixture.Token)).ShouldBe("");
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task WebSocket_Echoes(string version)
    {
        await using var http = await HttpFixture.StartAsync();
        http.Map("socket", async context =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            var buffer = new byte[100];
            var received = await socket.ReceiveAsync(buffer.AsMemory(), context.RequestAborted);
            await socket.SendAsync(buffer.AsMemory(0, received.Count), WebSocketMessageType.Text, true, context.RequestAborted);
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, context.RequestAborted);
        });
        using var client = new ClientWebSocket();
        client.Options.HttpVersion = Version.Parse(version);
        client.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;

        await client.ConnectAsync(new UriBuilder(new Uri(http.Secure, "socket")) { Scheme = "wss" }.Uri, http.Client, HttpFixture.Token);
        await client.SendAsync(Encoding.ASCII.GetBytes("hello"), WebSocketMessageType.Text, true, HttpFixture.Token);

        var buffer = new byte[100];
        var answer = await client.ReceiveAsync(buffer.AsMemory(), HttpFixture.Token);
        Encoding.ASCII.GetString(buffer, 0, answer.Count).ShouldBe("hello");
    }

    [Fact]
    public async Task RequestUnderWay_WhenItsModuleIsReplaced_IsFinishedByTheOldOne()
    {
        await using var http = await HttpFixture.StartAsync(new() { ModuleDrainTime = TimeSpan.FromSeconds(4) });
        var entered = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        var before = http.Modules.Add("slow", new Module(routes => routes.MapGet("/", async context =>
        {
            // Those that come before it is replaced are answered at once.
            if (entered.TrySetResult()) await release.Task;
            await context.Response.WriteAsync("old");
        })));
        var answer = http.Client.GetStringAsync(new Uri(http.Plain, "slow/"), HttpFixture.Token);
        await entered.Task;

        var replacing = Task.Run(() => http.Modules.Replace(before, "slow", new Module(routes => routes.MapGet("/", context => context.Response.WriteAsync("new")))), HttpFixture.Token);
        while (await http.Client.GetStringAsync(new Uri(http.Plain, "slow/?"), HttpFixture.Token) != "new") { }
        release.SetResult();

        (await answer).ShouldBe("old");
        await replacing;
    }

    [Fact]
    public async Task RequestThatDoesNotEnd_WhenItsModuleGoes_IsCancelledAtTheDeadline_AndStreamsAtOnce()
    {
        await using var http = await HttpFixture.StartAsync(new() { ModuleDrainTime = TimeSpan.FromSeconds(4) });
        var module = http.Modules.Add("hang", new Module(routes =>
        {
            routes.MapGet("/request", async context => await Task.Delay(Timeout.Infinite, context.RequestAborted));
            routes.MapGet("/events", async context =>
            {
                context.Response.ContentType = "text/event-stream";
                await context.Response.WriteAsync("data: 0\n\n");
                await context.Response.Body.FlushAsync();
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            });
        }));
        using var events = await http.Client.GetStreamAsync(new Uri(http.Plain, "hang/events"), HttpFixture.Token);
        var request = http.Client.GetAsync(new Uri(http.Plain, "hang/request"), HttpFixture.Token);

        var removing = Task.Run(() => http.Modules.Remove(module), HttpFixture.Token);
        (await new StreamReader(events).ReadToEndAsync(HttpFixture.Token)).ShouldBe("data: 0\n\n", "it ended well, though time stands still");
        while (!removing.IsCompleted)
        {
            http.Context.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        (await request).StatusCode.ShouldBeOneOf(HttpStatusCode.ServiceUnavailable, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task StartPage_ListsTheModulesThatHaveATitle()
    {
        await using var http = await HttpFixture.StartAsync();
        http.Modules.Add("wiki", new Module(_ => { }), "Wiki & more");
        http.Modules.Add("hooks", new Module(_ => { }));

        var page = await http.Client.GetStringAsync(http.Plain, HttpFixture.Token);

        page.ShouldContain("<a href=\"/wiki/\">Wiki &amp; more</a>");
        page.ShouldNotContain("hooks");
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpFixture http, string path)
    {
        using var response = await http.Client.GetAsync(new Uri(http.Plain, path), HttpFixture.Token);
        return response.StatusCode;
    }
}
