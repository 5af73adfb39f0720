using System.Net;
using PluginFramework.ControlPanel.Tests.Support;
using PluginFramework.Identity;
using PluginFramework.Panels;

namespace PluginFramework.ControlPanel.Tests;

public sealed class RouteTests
{
    private static readonly PanelAct Remove = new("remove", "Remove") { Parameters = [new("name") { Label = "Name", IsRequired = true }], Confirmation = "Remove it?", CanDryRun = true };

    private static readonly PanelAct Add = new("add", "Add")
    {
        CanDryRun = true, Parameters = [new("name") { IsRequired = true, Minimum = 3 }, new("size", PanelParameterKind.WholeNumber) { Maximum = 9 }, new("tags") { IsList = true }, new("password") { IsSecret = true }],
    };

    [Fact]
    public async Task Page_WithoutLogin_LeadsThereAndBack()
    {
        await using var server = await PanelServer.StartAsync();
        using var refused = await server.GetAsync("/panel/p/thing?x=1");
        var login = refused.Headers.Location!.ToString();
        login.ShouldBe("/panel/login?to=%2Fpanel%2Fp%2Fthing%3Fx%3D1");
        var page = await server.ReadAsync(login);
        var to = page.QuerySelector("main input[name=to]")!.GetAttribute("value")!;

        using var done = await server.PostAsync("/panel/login", ("name", "root"), ("password", PanelServer.Password), ("to", to));

        done.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        done.Headers.Location!.ToString().ShouldBe("/panel/p/thing?x=1");
        (await server.ReadAsync("/panel/")).QuerySelector("h1")!.TextContent.ShouldBe("Overview");
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/panel/")]
    public async Task Login_ThatIsToLeadElsewhere_LeadsToTheOverview(string to)
    {
        await using var server = await PanelServer.StartAsync();
        using var done = await server.PostAsync("/panel/login", ("name", "root"), ("password", PanelServer.Password), ("to", to));

        done.Headers.Location!.ToString().ShouldBe("/panel/");
    }

    [Fact]
    public async Task Login_WithAWrongPassword_SaysNoMoreThanThat()
    {
        await using var server = await PanelServer.StartAsync();
        using var response = await server.PostAsync("/panel/login", ("name", "root<"), ("password", "wrong"));
        var page = await PanelServer.ReadAsync(response, HttpStatusCode.Forbidden);

        page.QuerySelector(".problem")!.TextContent.ShouldContain("The name or the password is not right.");
        page.QuerySelector("input[name=name]")!.GetAttribute("value").ShouldBe("root<");
        page.QuerySelector("input[name=password]")!.GetAttribute("value").ShouldBe("");
        response.Headers.Contains("Set-Cookie").ShouldBeFalse();
    }

    [Fact]
    public async Task Login_ThatIsThrottled_SaysWhenToTryAgain()
    {
        await using var server = await PanelServer.StartAsync();
        server.Users.Answer = new AuthenticationResult.Refused(AuthenticationFailure.Throttled, TimeSpan.FromSeconds(90));
        using var response = await server.PostAsync("/panel/login", ("name", "root"), ("password", "wrong"));
        var page = await PanelServer.ReadAsync(response, HttpStatusCode.TooManyRequests);

        page.QuerySelector(".problem")!.TextContent.ShouldContain("Try again in 90 seconds, at 00:01:30 UTC.");
        response.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(90));
    }

    [Fact]
    public async Task Login_OfAnAccountWithAnAuthenticatorApp_AsksForTheCodeNext()
    {
        await using var server = await PanelServer.StartAsync();
        server.Users.Code = "123456";
        using var first = await server.PostAsync("/panel/login", ("name", "root"), ("password", PanelServer.Password), ("to", "/panel/account"));
        var page = await PanelServer.ReadAsync(first);
        var state = page.QuerySelector("input[name=_state]")!.GetAttribute("value")!;
        page.Source.Text.ShouldNotContain(PanelServer.Password);
        server.Sessions.List().ShouldBeEmpty();

        using var wrong = await server.PostAsync("/panel/login", ("_step", "code"), ("_state", state), ("code", "000000"), ("to", "/panel/account"));
        using var other = await server.PostAsync("/panel/login", ("_step", "code"), ("_state", "guessed"), ("code", "123456"));
        server.Sessions.List().ShouldBeEmpty();
        using var right = await server.PostAsync("/panel/login", ("_step", "code"), ("_state", state), ("code", "123456"), ("to", "/panel/account"));
        using var again = await server.PostAsync("/panel/login", ("_step", "code"), ("_state", state), ("code", "123456"));

        (await PanelServer.ReadAsync(wrong, HttpStatusCode.Forbidden)).QuerySelector("#e-code")!.TextContent.ShouldContain("not right");
        (await PanelServer.ReadAsync(other, HttpStatusCode.Forbidden)).QuerySelector("#f-password").ShouldNotBeNull();
        right.Headers.Location!.ToString().ShouldBe("/panel/account");
        again.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        server.Sessions.List().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Login_WithAnAppPassword_IsRefused()
    {
        await using var server = await PanelServer.StartAsync();
        server.Users.Answer = new AuthenticationResult.Succeeded(new Principal("1", "root") { IsAppPassword = true });
        using var response = await server.PostAsync("/panel/login", ("name", "root"), ("password", "app password"));

        (await PanelServer.ReadAsync(response, HttpStatusCode.Forbidden)).QuerySelector(".problem")!.TextContent.ShouldContain("app password");
        server.Sessions.List().ShouldBeEmpty();
    }

    [Fact]
    public async Task Login_OverAConnectionOthersCanRead_IsRefusedBeforeThePasswordIsChecked()
    {
        await using var server = await PanelServer.StartAsync();
        server.Sessions.Client = new("http", "http-1") { RemoteAddress = "192.0.2.1" };
        using var response = await server.PostAsync("/panel/login", ("name", "root"), ("password", PanelServer.Password));

        (await PanelServer.ReadAsync(response, HttpStatusCode.Forbidden)).QuerySelector(".problem")!.TextContent.ShouldContain("https");
        server.Users.Logins.ShouldBe(0);
    }

    [Fact]
    public async Task Pages_OfAllKinds_ForbidWhatTheyDoNotNeed()
    {
        await using var server = await PanelServer.StartAsync();
        foreach (var path in (string[])["/panel/login", "/panel/", "/panel/nothing", "/panel/assets/nothing"])
        {
            using var response = await server.GetAsync(path);
            var policy = response.Headers.GetValues("Content-Security-Policy").Single();
            policy.ShouldContain("default-src 'none'");
            policy.ShouldNotContain("unsafe");
            response.Headers.CacheControl!.NoStore.ShouldBeTrue(path);
        }
    }

    [Fact]
    public async Task Assets_OfAPage_AreThereForEver()
    {
        await using var server = await PanelServer.StartAsync();
        var page = await server.ReadAsync("/panel/login");
        foreach (var address in (string?[])[page.QuerySelector("link[rel=stylesheet]")!.GetAttribute("href"), page.QuerySelector("script")!.GetAttribute("src"), page.QuerySelector("link[rel=icon]")!.GetAttribute("href")])
        {
            using var response = await server.GetAsync(address!);
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
            response.Headers.CacheControl!.ToString().ShouldContain("immutable");
        }
    }

    [Fact]
    public async Task Panels_ForAUserWithoutRoles_AreThoseForEverybody()
    {
        await using var server = await PanelServer.StartAsync();
        server.AddPanel("secret", "Secrets");
        server.AddPanel("open", "Open", role: "");
        await server.LogInAsync("alice");

        (await server.ReadAsync("/panel/")).QuerySelectorAll("#navigation a").Select(link => link.TextContent).ShouldBe(["Overview", "Open"]);
    }

    [Fact]
    public async Task View_WithFilters_AsksThePanelForThem()
    {
        await using var server = await PanelServer.StartAsync();
        var panel = server.AddPanel();
        panel.Filters = [new("role") { Label = "Role" }, new("as") { Choices = ["list", "graph"] }];
        panel.Shown = query => query.After is null ? new View.Table([new("a", "A")], [new([PanelValue.Of("x")])]) { NextPage = "n&x" } : new View.Text("the rest");
        await server.LogInAsync();
        var page = await server.ReadAsync("/panel/p/thing?role=a%26b&as=graph&empty=");
        var next = page.QuerySelector("a[rel=next]")!.GetAttribute("href")!;

        panel.Queries[^1].Filters.FindText("role").ShouldBe("a&b");
        page.QuerySelector("#f-role")!.GetAttribute("value").ShouldBe("a&b");
        page.QuerySelector(".tabs [aria-current]")!.TextContent.ShouldBe("graph");
        (await server.ReadAsync(next)).Body!.TextContent.ShouldContain("the rest");
        panel.Queries[^1].After.ShouldBe("n&x");
        panel.Queries[^1].Filters.FindText("as").ShouldBe("graph");
    }

    [Fact]
    public async Task View_WithAWrongFilter_KeepsTheForm()
    {
        await using var server = await PanelServer.StartAsync();
        server.AddPanel().Filters = [new("count", PanelParameterKind.WholeNumber)];
        await server.LogInAsync();

        var page = await server.ReadAsync("/panel/p/thing?count=many", HttpStatusCode.BadRequest);

        page.QuerySelector(".notice")!.TextContent.ShouldContain("'count' must be a whole number");
        page.QuerySelector("#f-count")!.GetAttribute("value").ShouldBe("many");
    }

    [Fact]
    public async Task Subject_WithASlash_ReachesThePanelWhole()
    {
        await using var server = await PanelServer.StartAsync();
        var panel = server.AddPanel();
        await server.LogInAsync();
        foreach (var subject in (string[])["a/b", "..", "100%25", "x y", "ü?#", "bulk", "act"])
        {
            await server.ReadAsync(PanelUrls.Panel("thing", subject));
            panel.Queries[^1].Subject.ShouldBe(subject);
        }
    }

    [Fact]
    public async Task Act_ThatIsDone_LeadsBackAndSaysSo()
    {
        await using var server = await PanelServer.StartAsync();
        var panel = server.AddPanel();
        panel.Acts = [Add];
        await server.LogInAsync();
        using var response = await server.PostAsync("/panel/p/thing/act/add", ("name", "thing"), ("size", ""), ("tags", "a\r\n\r\n b \r\n"), ("password", ""), ("_do", "do"));

        response.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await server.ReadAsync(response.Headers.Location!.ToString())).QuerySelector(".notice.good")!.TextContent.ShouldContain("add was done.");
        var call = panel.Calls.ShouldHaveSingleItem();
        call.Caller.ShouldBe(new Caller("root", "http") { Roles = call.Caller.Roles, RemoteAddress = "127.0.0.1", SessionId = server.Sessions.List().Single().Id });
        call.Arguments.Has("size").ShouldBeFalse("an empty field is not given");
        call.Arguments.FindTexts("tags")!.Value.ShouldBe(["a", "b"]);
        server.Audit.Events.ShouldHaveSingleItem().ShouldSatisfyAllConditions(entry => entry.Action.ShouldBe("thing.add"), entry => entry.Surface.ShouldBe("http"));
    }

    [Fact]
    public async Task Act_WithWrongArguments_SaysSoBesideTheFields()
    {
        await using var server = await PanelServer.StartAsync();
        var panel = server.AddPanel();
        panel.Acts = [Add];
        await server.LogInAsync();
        using var response = await server.PostAsync("/panel/p/thing/act/add", ("name", "x<"), ("size", "12"), ("password", "hunter22"));
        var page = await PanelServer.ReadAsync(response, HttpStatusCode.BadRequest);

        page.QuerySelector("#e-name")!.TextContent.ShouldContain("name must be 3 to 4096 characters.");
        page.QuerySelector("#e-size")!.TextContent.ShouldContain("must be at most 9");
        page.QuerySelector("#f-name")!.GetAttribute("value").ShouldBe("x<");
        page.Source.Text.ShouldNotContain("hunter22");
        panel.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task Act_Previewed_IsNotDoneAndKeepsTheForm()
    {
        await using var server = await PanelServer.StartAsync();
        var panel = server.AddPanel();
        panel.Acts = [Remove];
        panel.Done = call => Task.FromResult(new ActResult(call.IsDryRun ? "It would go." : "It is gone.") { View = new View.Text("plan") });
        await server.LogInAsync();
        server.Clock.Advance(TimeSpan.FromHours(1));
        using var response = await server.PostAsync("/panel/p/thing/act/remove?_for=x", ("name", "x"), ("_do", "preview"));
        var page = await PanelServer.ReadAsync(response);

        page.QuerySelector(".notice")!.TextContent.ShouldContain("It would go.");
        page.QuerySelector(".preview")!.TextContent.ShouldContain("plan");
        page.QuerySelector("form.act button[value=do]").ShouldNotBeNull();
        panel.Calls.ShouldHaveSingleItem().IsDryRun.ShouldBeTrue();
    }

    [Fact]
    public async Task Act_ThatAsksFirst_WantsThePasswordAgainAfterAWhile()
    {
        await using var server = await PanelServer.StartAsync();
        var panel = server.AddPanel();
        panel.Acts = [Remove];
        await server.LogInAsync();
        (await server.ReadAsync("/panel/p/thing/act/remove?_for=x")).QuerySelector("[name=_password]").ShouldBeNull("who has just logged in need not");
        server.Clock.Advance(TimeSpan.FromMinutes(11));
        (await server.ReadAsync("/panel/p/thing/act/remove?_for=x")).QuerySelector("[name=_password]").ShouldNotBeNull();

        using var without = await server.PostAsync("/panel/p/thing/act/remove", ("name", "x"));
        using var wrong = await server.PostAsync("/panel/p/thing/act/remove", ("name", "x"), ("_password", "wrong"));
        panel.Calls.ShouldBeEmpty();
        using var right = await server.PostAsync("/panel/p/thing/act/remove", ("name", "x"), ("_password", PanelServer.Password));
        using var soonAfter = await server.PostAsync("/panel/p/thing/act/remove", ("name", "y"));

        without.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await PanelServer.ReadAsync(wrong, HttpStatusCode.Forbidden)).QuerySelector("#e-_password")!.TextContent.ShouldContain("The password is not right.");
        right.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        soonAfter.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        panel.Calls.Select(call => call.Arguments.GetText("name")).ShouldBe(["x", "y"]);
    }

    [Fact]
    public async Task Act_OnASubject_LeavesOutWhatIsAsItWas()
    {
        await using var server = await PanelServer.StartAsync();
        var panel = server.AddPanel();
        panel.Acts = [new("set", "Change") { Parameters = [new("name") { IsRequired = true }, new("title"), new("roles") { IsList = true }, new("other")] }];
        panel.Shown = _ => new View.Fields([new("title", "Title", PanelValue.Of("old")), new("roles", "Roles", PanelValue.Of(["a", "b"]))]);
        await server.LogInAsync();
        var page = await server.ReadAsync("/panel/p/thing/act/set?_for=x");
        page.QuerySelector("#f-title")!.GetAttribute("value").ShouldBe("old");
        page.QuerySelector("#f-roles")!.TextContent.ShouldBe("a\nb");

        using var response = await server.PostAsync(
            "/panel/p/thing/act/set?_for=x", ("name", "x"), ("title", "old"), ("_was:title", "old"), ("roles", ""), ("_was:roles", "a\r\nb"), ("other", ""));

        response.Headers.Location!.ToString().ShouldStartWith("/panel/p/thing/x?_done=");
        var call = panel.Calls.ShouldHaveSingleItem();
        call.Arguments.Has("title").ShouldBeFalse();
        call.Arguments.FindTexts("roles")!.Value.ShouldBeEmpty("emptied means none");
        call.Arguments.Has("other").ShouldBeFalse();
    }

    [Fact]
    public async Task Act_ThatTakesLong_ShowsHowFarItIs()
    {
        await using var server = await PanelServer.StartAsync();
        var panel = server.AddPanel();
        var (begun, end) = (new TaskCompletionSource(), new TaskCompletionSource<ActResult>());
        panel.Acts = [Add];
        panel.Done = call =>
        {
            call.Progress!.Report(new("Asking the feed", null));
            call.Progress.Report(new("Downloading", 0.5));
            begun.SetResult();
            return end.Task;
        };
        await server.LogInAsync();
        var posting = server.PostAsync("/panel/p/thing/act/add", ("name", "thing"));
        await begun.Task.WaitAsync(TestContext.Current.CancellationToken);
        while (!posting.IsCompleted)
        {
            server.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(posting, Task.Delay(10, TestContext.Current.CancellationToken));
        }

        using var response = await posting;
        var address = response.Headers.Location!.ToString();
        var page = await server.ReadAsync(address);
        page.QuerySelector(".steps")!.TextContent.ShouldBe("Asking the feed");
        page.QuerySelector("progress")!.GetAttribute("value").ShouldBe("50");
        page.QuerySelector("noscript")!.InnerHtml.ShouldContain("refresh");
        using (await LogInAs(server, "alice"))
        {
            await server.ReadAsync(address, HttpStatusCode.NotFound);
        }

        await server.LogInAsync();
        end.SetResult(new("It is in.") { View = new View.Text("all of it") });
        while ((await server.ReadAsync(address)).QuerySelector("progress") is not null) await Task.Yield();
        page = await server.ReadAsync(address);
        page.QuerySelector(".notice.good")!.TextContent.ShouldContain("It is in.");
        page.Body!.TextContent.ShouldContain("all of it");
    }

    [Fact]
    public async Task Bulk_OfChosenRows_DoesTheActToEach()
    {
        await using var server = await PanelServer.StartAsync();
        var panel = server.AddPanel();
        panel.Acts = [Remove];
        panel.Done = call => call.Arguments.GetText("name") == "b" ? throw new PanelException(PanelError.Failed, "b is in use.") : Task.FromResult(new ActResult("gone"));
        await server.LogInAsync();
        var page = await server.ReadAsync("/panel/bulk/thing?_act=remove&_row=a&_row=b");
        page.QuerySelectorAll(".chosen li").Select(item => item.TextContent).ShouldBe(["a", "b"]);

        using var response = await server.PostAsync("/panel/bulk/thing", ("_act", "remove"), ("_row", "a"), ("_row", "b"));
        var result = await server.ReadAsync(response.Headers.Location!.ToString());

        panel.Calls.Count.ShouldBe(2);
        result.QuerySelector(".notice.bad")!.TextContent.ShouldContain("1 of 2 did not succeed.");
        result.QuerySelector("tr.bad")!.TextContent.ShouldContain("b is in use.");
    }

    [Fact]
    public async Task Panel_ThatThrows_IsAPageWithTheRequestsName()
    {
        await using var server = await PanelServer.StartAsync();
        server.AddPanel().Shown = _ => throw new InvalidOperationException("secret details");
        await server.LogInAsync();

        var page = await server.ReadAsync("/panel/p/thing", HttpStatusCode.InternalServerError);

        page.QuerySelector("#navigation").ShouldNotBeNull();
        page.Source.Text.ShouldNotContain("secret details");
        server.Log.ToString().ShouldContain("secret details");
    }

    [Fact]
    public async Task Form_ThatIsTooLong_IsRefusedInTheFrame()
    {
        await using var server = await PanelServer.StartAsync(options: new() { MaxFormOctets = 4096 });
        server.AddPanel().Acts = [Add];
        await server.LogInAsync();
        using var response = await server.PostAsync("/panel/p/thing/act/add", ("name", new string('x', 5000)));

        (await PanelServer.ReadAsync(response, HttpStatusCode.RequestEntityTooLarge)).QuerySelector("h1")!.TextContent.ShouldBe("Too much");
    }

    [Fact]
    public async Task Theme_ThatWasChosen_IsKeptInACookie()
    {
        await using var server = await PanelServer.StartAsync();
        using var response = await server.PostAsync("/panel/theme", ("theme", "dark"), ("to", "/panel/login"));

        response.Headers.Location!.ToString().ShouldBe("/panel/login");
        (await server.ReadAsync("/panel/login")).DocumentElement.GetAttribute("data-theme").ShouldBe("dark");
    }

    [Fact]
    public async Task Logout_EndsTheSession()
    {
        await using var server = await PanelServer.StartAsync();
        await server.LogInAsync();
        using var response = await server.PostAsync("/panel/logout");

        response.Headers.Location!.ToString().ShouldBe("/panel/login");
        server.Sessions.List().ShouldBeEmpty();
    }

    [Fact]
    public async Task Forms_OfEveryPage_SendTheTokenBack()
    {
        await using var server = await PanelServer.StartAsync();
        server.AddDemoPanels();
        await server.LogInAsync();
        foreach (var path in (string[])["/panel/", "/panel/account", "/panel/p/user", "/panel/p/plugin/irc", "/panel/p/user/act/add", "/panel/p/user/act/remove?_for=alice", "/panel/bulk/user?_act=remove&_row=alice"])
        {
            foreach (var form in (await server.ReadAsync(path)).QuerySelectorAll("form[method=post]"))
                form.QuerySelector("input[name=_token]")!.GetAttribute("value").ShouldBe(TestSessions.CsrfToken, path);
        }
    }

    private static async Task<IDisposable> LogInAs(PanelServer server, string name)
    {
        await server.LogInAsync(name);
        return new MemoryStream();
    }
}
