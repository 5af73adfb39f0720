using System.Net;
using System.Text.Json;
using AngleSharp.Dom;
using PluginFramework.Prompt.Tests.Support;
using PluginFramework.Scripting;

namespace PluginFramework.Prompt.Tests.Web;

public sealed class RouteTests : IAsyncLifetime
{
    private PromptServer _server = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await PromptServer.StartAsync();

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Home_LeadsToOnesConsole_AndToTheSameAgain()
    {
        using var first = await _server.GetAsync("/prompt/");
        first.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        first.Headers.Location!.ToString().ShouldBe("/prompt/1");
        using var second = await _server.GetAsync("/prompt");
        second.Headers.Location!.ToString().ShouldBe("/prompt/1");
        using var hers = await _server.GetAsync("/prompt/", "ann");
        hers.Headers.Location!.ToString().ShouldBe("/prompt/2");
    }

    [Fact]
    public async Task Visitor_NotLoggedIn_IsSentToTheLogin()
    {
        using var home = await _server.GetAsync("/prompt/", "nobody");
        (home.StatusCode, home.Headers.Location!.ToString()).ShouldBe((HttpStatusCode.SeeOther, "/panel/login?to=%2Fprompt%2F"));
        using var console = await _server.GetAsync("/prompt/7", "nobody");
        console.Headers.Location!.ToString().ShouldBe("/panel/login?to=%2Fprompt%2F7");
    }

    [Fact]
    public async Task PlainUser_AndOpenConnection_AreRefusedAndAudited()
    {
        var path = await _server.BeginAsync();
        (await _server.ReadAsync(path, HttpStatusCode.Forbidden, "bob")).QuerySelector(".problem")!.TextContent.ShouldContain("operators only");
        using (var run = await _server.PostAsync(path + "/run", "1", "bob")) run.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        _server.IsOpen = true;
        (await _server.ReadAsync(path, HttpStatusCode.Forbidden)).QuerySelector(".problem")!.TextContent.ShouldContain("TLS");
        _server.Daemon.Audit.Events.Where(e => e.Action == "prompt.attach" && e.Outcome != "ok").Select(e => (e.Actor, e.Outcome)).ShouldBe(
            [("bob", "not-operator"), ("bob", "not-operator"), ("root", "not-private")]);
    }

    [Fact]
    public async Task Form_WithoutScript_RunsAndComesBackWithTheTranscript()
    {
        var path = await _server.BeginAsync();
        using var run = await _server.PostAsync(path + "/run", "Console.Write(\"out\");\r\n1 + 1");
        (run.StatusCode, run.Headers.Location!.ToString()).ShouldBe((HttpStatusCode.SeeOther, path + "#entry-1"));
        IElement? entry = null;
        while (entry is null) entry = (await _server.ReadAsync(path)).QuerySelector("#entry-1.ok");
        entry.QuerySelector(".code")!.TextContent.ShouldBe("Console.Write(\"out\");\n1 + 1");
        entry.QuerySelector(".out")!.TextContent.ShouldBe("out");
        entry.QuerySelector(".value")!.TextContent.ShouldBe("2");
    }

    [Fact]
    public async Task Form_OfAnEntryThatRuns_ComesBackWithAStopThatStopsIt()
    {
        var path = await _server.BeginAsync();
        using (var run = await _server.PostAsync(path + "/run", "Console.Write(\"begun\"); while (true) { }")) run.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        IDocument page;
        do page = await _server.ReadAsync(path);
        while (page.QuerySelector("#entry-1 .out") is null);
        page.QuerySelector("#entry-1.running .out")!.TextContent.ShouldBe("begun");
        page.QuerySelector("#stop")!.HasAttribute("disabled").ShouldBeFalse();
        using (var again = await _server.PostAsync(path + "/run", "1"))
        {
            var refused = await PromptServer.ReadAsync(again, HttpStatusCode.Conflict);
            refused.QuerySelector("#problem")!.TextContent.ShouldContain("running");
            refused.QuerySelector("#code")!.TextContent.ShouldBe("1", "what was entered is kept");
        }

        using (var cancel = await _server.PostAsync(path + "/cancel")) cancel.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        IElement? stopped = null;
        while (stopped is null) stopped = (await _server.ReadAsync(path)).QuerySelector("#entry-1.failed");
        stopped.TextContent.ShouldContain("Stopped");
    }

    [Theory]
    [InlineData("\"<script>alert(1)</script>\"")]
    [InlineData("Console.Write(\"<img src=x onerror=alert(1)>\"); \"'\\\" onmouseover=alert(1)\"")]
    [InlineData("new { A = \"</pre><b>x\", B = new[] { new { C = \"<i>\" }, new { C = \"</table>\" } } }")]
    [InlineData("throw new Exception(\"<script>x</script>\");")]
    [InlineData("</textarea><script>x</script>")]
    [InlineData("new Dictionary<string, int> { [\"</dl><svg onload=x>\"] = 1 }")]
    [InlineData("\"\\u202e\\u0000\\ud800\"")]
    public async Task HostileText_IsShownAsText(string code)
    {
        var path = await _server.BeginAsync();
        await _server.EnterAsync(path, code);
        using var response = await _server.GetAsync(path);
        var html = await response.Content.ReadAsStringAsync(Token);
        html.ShouldNotContain('\u202e');
        html.ShouldNotContain('\0');
        var page = await _server.ReadAsync(path);
        page.QuerySelector("#entry-1 .code")!.TextContent.ShouldBe(code.Replace("\u202e", "\ufffd"));
        page.QuerySelectorAll("script").Select(script => script.GetAttribute("src")).ShouldHaveSingleItem().ShouldNotBeNull().ShouldStartWith("/prompt/assets/prompt.");
        page.QuerySelectorAll("img, svg, b, i, [onerror], [onload], [onmouseover]").ShouldBeEmpty();
        page.QuerySelectorAll("#transcript > *").ShouldHaveSingleItem("nothing broke out of the entry");
    }

    [Fact]
    public async Task Values_AreTreesAndTables()
    {
        var path = await _server.BeginAsync();
        await _server.EnterAsync(path, "new { Name = \"a\", Inner = new { Deep = 1 } }");
        await _server.EnterAsync(path, "new[] { new { A = 1, B = \"x\" }, new { A = 2, B = \"y\" } }");
        var page = await _server.EnterAsync(path, "Enumerable.Range(0, 500)");
        page.QuerySelector("#entry-1 details[open] > summary")!.TextContent.ShouldBe("anonymous { Name = \"a\", Inner = … }");
        page.QuerySelector("#entry-1 details details:not([open]) dt")!.TextContent.ShouldBe("Deep");
        page.QuerySelectorAll("#entry-2 th").Select(cell => cell.TextContent).ShouldBe(["A", "B"]);
        page.QuerySelectorAll("#entry-2 td").Select(cell => cell.TextContent).ShouldBe(["1", "\"x\"", "2", "\"y\""]);
        page.QuerySelectorAll("#entry-3 li").Length.ShouldBe(100);
        page.QuerySelector("#entry-3 .more").ShouldNotBeNull();
    }

    [Fact]
    public async Task Diagnostics_MarkTheirPlace()
    {
        var path = await _server.BeginAsync();
        var page = await _server.EnterAsync(path, "var x = 1;\nvar y = nope + 1;");
        page.QuerySelectorAll("#entry-1 mark").ShouldHaveSingleItem().TextContent.ShouldBe("nope");
        page.QuerySelector("#entry-1 .diagnostics")!.TextContent.ShouldContain("CS0103, line 2, column 9");
    }

    [Fact]
    public async Task Script_IsAnsweredInJson()
    {
        var path = await _server.BeginAsync();
        (await JsonAsync(path + "/check", "if (true) {")).RootElement.GetBoolean().ShouldBeFalse();
        (await JsonAsync(path + "/check", "1 + 1")).RootElement.GetBoolean().ShouldBeTrue();
        (await JsonAsync(path + "/classify", "var")).RootElement.GetRawText().ShouldBe("[[0,3,\"keyword\",false]]");
        var proposals = (await JsonAsync(path + "/complete", "Users.", ("position", "6"))).RootElement.EnumerateArray().ToArray();
        proposals.ShouldContain(each => each.GetProperty("text").GetString() == "Add" && each.GetProperty("documentation").GetString() == "Adds a user." && each.GetProperty("overloads").GetInt32() == 2);
        (await JsonAsync(path + "/run", "help Users.Add")).RootElement.GetString().ShouldNotBeNull().ShouldContain("Adds a user.");
        using (var run = await _server.PostAsync(path + "/run", "1", isScript: true)) run.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        using var history = await _server.GetAsync(path + "/history");
        (await history.Content.ReadAsStringAsync(Token)).ShouldBe("[\"1\"]");
        using var gone = await _server.PostAsync("/prompt/99/run", "1", isScript: true);
        gone.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await gone.Content.ReadAsStringAsync(Token)).ShouldStartWith("\"There is no such console");
    }

    [Fact]
    public async Task Events_AreStreamed_AndResumedAfterTheLast()
    {
        var path = await _server.BeginAsync();
        using var stream = await _server.GetAsync(path + "/events");
        stream.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        using var lines = new StreamReader(await stream.Content.ReadAsStreamAsync(Token));
        (await _server.PostAsync(path + "/run", "Console.Write(\"<b>\"); 5", isScript: true)).Dispose();
        var (id, data) = ("", "");
        while (!data.Contains("\"running\":false", StringComparison.Ordinal))
        {
            var line = (await lines.ReadLineAsync(Token)).ShouldNotBeNull();
            if (line.StartsWith("id: ", StringComparison.Ordinal)) id = line[4..];
            if (line.StartsWith("data: ", StringComparison.Ordinal)) data = line[6..];
        }

        using var ended = JsonDocument.Parse(data);
        ended.RootElement.GetProperty("html").GetString().ShouldNotBeNull().ShouldContain("&lt;b&gt;");
        (await _server.PostAsync(path + "/run", "6", isScript: true)).Dispose();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_server.Address, path + "/events"));
        request.Headers.Add("Last-Event-ID", id);
        using var resumed = await _server.SendAsync(request);
        using var rest = new StreamReader(await resumed.Content.ReadAsStreamAsync(Token));
        string? next;
        do next = await rest.ReadLineAsync(Token);
        while (next is not null && !next.StartsWith("data: {", StringComparison.Ordinal));
        next.ShouldNotBeNull().ShouldContain("\"entry\":2");
    }

    [Fact]
    public async Task Close_EndsStreams_AndTheConsoleIsGone()
    {
        var path = await _server.BeginAsync();
        using var stream = await _server.GetAsync(path + "/events");
        var reading = stream.Content.ReadAsStringAsync(Token);
        using (var close = await _server.PostAsync(path + "/close")) close.Headers.Location!.ToString().ShouldBe("/prompt/");
        (await reading.WaitAsync(TimeSpan.FromSeconds(30), Token)).ShouldContain("event: closed");
        (await _server.ReadAsync(path, HttpStatusCode.NotFound)).QuerySelector(".problem")!.TextContent.ShouldContain("no such console");
    }

    [Fact]
    public async Task AnotherOperator_SeesTheConsole_AndWhoIsThere()
    {
        var path = await _server.BeginAsync();
        await _server.EnterAsync(path, "var x = 1;");
        var page = await _server.ReadAsync(path, user: "ann");
        page.QuerySelector("#entry-1 .by")!.TextContent.ShouldStartWith("Entered by root over http");
        page.QuerySelector("#attendees")!.TextContent.ShouldBe("root (http), ann (http)");
        _server.Daemon.Audit.Events.Where(e => e.Action == "prompt.attach").Select(e => e.Actor).ShouldBe(["root", "root", "ann"], "once when made, and once for each browser");
    }

    [Fact]
    public async Task TaskThatEnds_IsNotedWithItsValue()
    {
        var path = await _server.BeginAsync();
        await _server.EnterAsync(path, "var gate = new TaskCompletionSource<string>(); var late = gate.Task;");
        await _server.EnterAsync(path, "gate.SetResult(\"<done>\")");
        var page = await _server.ReadAsync(path);
        while (page.QuerySelector(".note") is null)
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
            page = await _server.ReadAsync(path);
        }

        page.QuerySelector(".note")!.TextContent.ShouldBe("The task late of entry 1 has completed.");
        page.QuerySelector(".note")!.ParentElement!.TextContent.ShouldContain("\"<done>\"");
    }

    [Fact]
    public async Task Reset_IsNotedInTheTranscript()
    {
        var path = await _server.BeginAsync();
        await _server.EnterAsync(path, "var x = 1;");
        (await _server.PostAsync(path + "/reset")).Dispose();
        var page = await _server.EnterAsync(path, "x");
        page.QuerySelector(".note")!.TextContent.ShouldBe("root reset the console: all declarations are forgotten.");
        page.QuerySelector("#entry-2 .diagnostics").ShouldNotBeNull();
    }

    [Fact]
    public async Task Answers_ForbidWhatPagesDoNotNeed_AndAssetsAreKeptForEver()
    {
        var path = await _server.BeginAsync();
        using var page = await _server.GetAsync(path);
        page.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("script-src 'self'; style-src 'self'");
        page.Headers.CacheControl!.NoStore.ShouldBeTrue();
        var document = await _server.ReadAsync(path);
        document.QuerySelectorAll("[style], script:not([src]), style").ShouldBeEmpty();
        foreach (var address in document.QuerySelectorAll("script, link[rel=stylesheet]").Select(each => each.GetAttribute("src") ?? each.GetAttribute("href")!))
        {
            using var asset = await _server.GetAsync(address);
            asset.StatusCode.ShouldBe(HttpStatusCode.OK, address);
            asset.Headers.CacheControl!.ToString().ShouldContain("immutable");
        }

        using var missing = await _server.GetAsync("/prompt/assets/prompt.js");
        missing.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Page_StandsInTheFrameOfAnotherPlugin_WhereThereIsOne()
    {
        await using var server = await PromptServer.StartAsync(frame: new TestFrame());
        var path = await server.BeginAsync();
        var page = await server.ReadAsync(path);
        page.QuerySelector("body > p")!.TextContent.ShouldMatch("^C# prompt 200 /prompt/assets/prompt\\.[0-9a-f]{16}\\.js /prompt/assets/prompt\\.[0-9a-f]{16}\\.css$");
        page.QuerySelector(".prompt form.editor input[name=_token]")!.GetAttribute("value").ShouldBe(PromptServer.CsrfToken);
        (await server.ReadAsync(path, HttpStatusCode.Forbidden, "bob")).QuerySelector("body > p")!.TextContent.ShouldStartWith("C# prompt 403");
    }

    [Fact]
    public async Task Form_WithoutItsToken_OrTooLong_IsRefused()
    {
        var path = await _server.BeginAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_server.Address, path + "/run")) { Content = new FormUrlEncodedContent([new("code", "1")]) };
        using (var response = await _server.SendAsync(request)) response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using (var large = await _server.PostAsync(path + "/run", new string(' ', 70_000) + "1")) large.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await _server.ReadAsync(path)).QuerySelector("#entry-1 .diagnostics")!.TextContent.ShouldContain("octets");
        (await _server.ReadAsync(path)).QuerySelector("#entry-1 .code")!.TextContent.Length.ShouldBeLessThan(5000);
    }

    [Fact]
    public async Task Consoles_BeyondTheLimit_AreRefusedInWords()
    {
        await using var server = await PromptServer.StartAsync(new ScriptingOptions { MaxConsoles = 1 });
        await server.BeginAsync();
        using var more = await server.PostAsync("/prompt/new");
        (await PromptServer.ReadAsync(more, HttpStatusCode.Conflict)).QuerySelector(".problem")!.TextContent.ShouldContain("MaxConsoles");
    }

    private async Task<JsonDocument> JsonAsync(string path, string code, params (string Name, string Value)[] fields)
    {
        using var response = await _server.PostAsync(path, code, isScript: true, fields: fields);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync(Token));
    }
}
