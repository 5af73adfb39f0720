using System.Net;
using PluginFramework.Daemon.Tests.Harness;

namespace PluginFramework.Daemon.Tests.Security;

/// <summary>What an operator may do, asked for by somebody who may not.</summary>
[Collection<WebDaemonGroup>]
public sealed class RoleTests(WebDaemon web)
{
    [Fact]
    public async Task EveryActOfOperators_SentByAUser_IsRefusedAndAudited()
    {
        var own = (await WebSite.ExploreAsync(web.Bob)).Forms.Select(form => WebSite.KindOf(form.Action)).ToHashSet();
        var forms = (await web.GetSiteAsync()).Forms.Where(form => !own.Contains(WebSite.KindOf(form.Action)) && !own.Contains(WebSite.KindOf(form.Action.Split('?')[0]))).ToList();
        forms.Count.ShouldBeGreaterThan(20);
        var token = await web.Bob.GetTokenAsync();

        foreach (var form in forms)
        {
            var place = web.Audit.Here;
            using var answer = await web.Bob.SendAsync(WebVisitor.FormTo(form.Action, [.. form.Fields, ("_do", "do"), ("_token", token)]));
            answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden, form.Action);
            var line = web.Audit.Since(place).ShouldHaveSingleItem(form.Action);
            line.Actor.ShouldBe("bob");
            line.Outcome.ShouldBeOneOf("denied", "not-operator");
            if (form.Action.StartsWith("/panel/p/", StringComparison.Ordinal)) line.Action.ShouldBe(form.Action.Split('?')[0]["/panel/p/".Length..].Replace("/act/", ".", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task EveryPageOfOperators_AskedForByAUser_ShowsNothing()
    {
        var own = (await WebSite.ExploreAsync(web.Bob)).Pages.Where(page => page.Status == 200).Select(page => WebSite.KindOf(page.Path)).ToHashSet();
        var pages = (await web.GetSiteAsync()).Pages.Where(page => page.Status == 200 && !own.Contains(WebSite.KindOf(page.Path))
            && !own.Contains(WebSite.KindOf(page.Path.Split('?')[0]))).ToList();
        pages.Count.ShouldBeGreaterThan(40);

        foreach (var page in pages)
        {
            using var answer = await web.Bob.GetAsync(page.Path);
            ((int)answer.StatusCode).ShouldBe(403, page.Path);
            (await web.Bob.ReadAsync(answer)).QuerySelector("main table, main dl, main form").ShouldBeNull(page.Path);
        }
    }

    [Theory]
    [InlineData("/prompt/new", "")]
    [InlineData("/prompt/1/run", "Users.Count()")]
    [InlineData("/prompt/1/reset", "")]
    [InlineData("/prompt/1/close", "")]
    [InlineData("/prompt/1/complete", "Users.")]
    public async Task Prompt_OfAUser_IsRefusedAndAudited(string path, string code)
    {
        var place = web.Audit.Here;
        using var answer = await web.Bob.PostAsync(path, ("code", code));

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var line = web.Audit.Since(place).ShouldHaveSingleItem();
        (line.Actor, line.Outcome).ShouldBe(("bob", "not-operator"));
        line.Action.ShouldStartWith("prompt.");
    }

    [Theory]
    [InlineData("/prompt/1/events")]
    [InlineData("/prompt/1/history")]
    [InlineData("/prompt/1")]
    public async Task WhatIsSaidAtThePrompt_IsNotForUsers(string path)
    {
        using var answer = await web.Bob.GetAsync(path);

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task UserWhoIsDisabled_IsRefusedAtOnceInALiveSession()
    {
        await web.AddUserAsync("dora", "operator");
        using var dora = await WebVisitor.LogInAsync(web.Plain, "dora", WebDaemon.Password);
        var token = await dora.GetTokenAsync();
        await web.Ann.ActAsync("/panel/p/user/act/set", ("name", "dora"), ("disabled", "true"));
        var place = web.Audit.Here;

        using var act = await dora.SendAsync(WebVisitor.FormTo("/panel/p/user/act/add", ("name", "friend"), ("_token", token)));
        using var prompt = await dora.SendAsync(WebVisitor.FormTo("/prompt/1/run", ("code", "1"), ("_token", token)));

        act.StatusCode.ShouldBeOneOf(HttpStatusCode.Forbidden, HttpStatusCode.SeeOther);
        prompt.StatusCode.ShouldBeOneOf(HttpStatusCode.Forbidden, HttpStatusCode.SeeOther);
        web.Audit.Since(place).ShouldBeEmpty();
        (await dora.IsLoggedInAsync()).ShouldBeFalse();
        using var again = await dora.TryLogInAsync("dora", WebDaemon.Password);
        again.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        web.Audit.Since(place).ShouldHaveSingleItem().Outcome.ShouldBe("account-disabled");
    }

    [Fact]
    public async Task UserWhoIsDisabled_SeesNoMoreOfWhatIsSaidAtThePrompt()
    {
        await web.AddUserAsync("paula", "operator");
        using var paula = await WebVisitor.LogInAsync(web.Plain, "paula", WebDaemon.Password);
        using var begun = await paula.PostAsync("/prompt/new");
        await using var stream = await RawWeb.ConnectAsync(web.Plain);
        var request = $"GET {begun.Headers.Location}/events HTTP/1.1\r\nHost: {web.Plain.Authority}\r\nCookie: session={paula.Cookie("session")}\r\nConnection: close\r\n\r\n";
        await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(request), TestContext.Current.CancellationToken);
        (await stream.ReadAsync(new byte[1000], TestContext.Current.CancellationToken)).ShouldBeGreaterThan(0);

        await web.Ann.ActAsync("/panel/p/user/act/set", ("name", "paula"), ("disabled", "true"));

        // It would go on for a minute otherwise, for longer than is waited here.
        await RawWeb.ReadToEndAsync(stream);
    }

    [Fact]
    public async Task UserWhoIsNoOperatorAnyMore_MayNoMoreAtOnce()
    {
        await web.AddUserAsync("otto", "operator");
        using var otto = await WebVisitor.LogInAsync(web.Plain, "otto", WebDaemon.Password);
        (await otto.ReadAsync("/panel/p/user")).QuerySelector("main table").ShouldNotBeNull();
        (await web.Daemon.DoAsync("user", "set", "otto", "--role", "")).ShouldNotContain("operator");

        (await otto.ReadAsync("/panel/p/user")).QuerySelector("main table").ShouldBeNull();
    }

    [Fact]
    public async Task Account_OfAnother_CannotBeReached()
    {
        await web.AddUserAsync("eve");
        using var eve = await WebVisitor.LogInAsync(web.Plain, "eve", WebDaemon.Password);
        using var another = await WebVisitor.LogInAsync(web.Plain, "bob", TestDaemon.BobsPassword);
        var page = await another.ReadAsync("/panel/account");
        var sessions = page.QuerySelectorAll("input[name=session]").Select(input => input.GetAttribute("value")!).ToList();
        sessions.ShouldNotBeEmpty();

        foreach (var session in sessions.Where(id => id != "others"))
        {
            using var answer = await eve.PostAsync("/panel/account/revoke", ("session", session));
            answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }

        (await another.IsLoggedInAsync()).ShouldBeTrue();
        (await eve.ReadAsync("/panel/p/account/bob")).Body!.TextContent.ShouldNotContain("bobs");
    }
}
