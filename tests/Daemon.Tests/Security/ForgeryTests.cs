using System.Net;

namespace PluginFramework.Daemon.Tests.Security;

/// <summary>What a page of another site can have an operator's browser do: nothing, and the audit tells of the attempt.</summary>
[Collection<WebDaemonGroup>]
public sealed class ForgeryTests(WebDaemon web)
{
    // What scripts alone send.
    private static readonly string[] OfScripts = ["/prompt/1/check", "/prompt/1/classify", "/prompt/1/complete"];

    // What somebody who is logged in finds no form of.
    private static readonly string[] OfNobody = ["/panel/login", "/panel/setup", "/panel/register", "/panel/welcome"];

    public enum Forgery
    {
        NoToken,
        TokenOfAnotherUser,
        TokenOfAnotherSession,
        ForeignOrigin,
        NoOrigin,
        CrossSite,
    }

    [Theory]
    [InlineData(Forgery.NoToken)]
    [InlineData(Forgery.TokenOfAnotherUser)]
    [InlineData(Forgery.TokenOfAnotherSession)]
    [InlineData(Forgery.ForeignOrigin)]
    [InlineData(Forgery.NoOrigin)]
    [InlineData(Forgery.CrossSite)]
    public async Task EveryForm_Forged_IsRefusedAndAudited_AndChangesNothing(Forgery forgery)
    {
        var site = await web.GetSiteAsync();
        WebForm[] forms = [.. site.Forms, .. OfScripts.Select(action => new WebForm(action, true, [("code", "1")])), .. OfNobody.Select(action => new WebForm(action, true, [("name", "ann")]))];
        using var elsewhere = await WebVisitor.LogInAsync(web.Plain, "ann", Harness.TestDaemon.AnnsPassword);
        var token = forgery switch
        {
            Forgery.NoToken => "",
            Forgery.TokenOfAnotherUser => await web.Bob.GetTokenAsync(),
            Forgery.TokenOfAnotherSession => await elsewhere.GetTokenAsync(),
            _ => await web.Ann.GetTokenAsync(),
        };
        var place = web.Audit.Here;

        foreach (var form in forms)
        {
            var request = WebVisitor.FormTo(form.Action, [.. form.Fields, ("_token", token)]);
            if (forgery is Forgery.ForeignOrigin) request.Headers.Add("Origin", "https://evil.example");
            if (forgery is Forgery.NoOrigin) request.Headers.Add("Origin", "null");
            if (forgery is Forgery.CrossSite) request.Headers.Add("Sec-Fetch-Site", "cross-site");
            using var answer = await web.Ann.SendAsync(request);
            answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden, form.Action);
        }

        // Whatever is done is audited, so nothing was.
        var written = web.Audit.Since(place);
        written.ShouldAllBe(line => line.Action == "web.request" && line.Outcome == "forged" && line.Actor == "ann" && line.RemoteAddress == "127.0.0.1");
        written.Select(line => line.Subject).ShouldBe(forms.Select(form => WebUtility.UrlDecode(form.Action.Split('?')[0])));
        (await web.Ann.IsLoggedInAsync()).ShouldBeTrue();
    }

    [Fact]
    public async Task Forms_ThatWereFound_AreThoseOfAllParts()
    {
        var actions = (await web.GetSiteAsync()).Forms.Select(form => form.Action.Split('?')[0]).ToList();

        string[] some =
        [
            "/panel/theme", "/panel/logout", "/panel/account/password", "/panel/account/revoke", "/panel/p/user/act/add", "/panel/p/user/act/passwd", "/panel/p/user/act/remove",
            "/panel/p/plugin/act/add", "/panel/p/plugin/act/disable", "/panel/p/plugin/act/rollback", "/panel/p/config/act/set", "/panel/p/feed/act/add", "/panel/p/session/act/kick",
            "/panel/p/account/act/begin-authenticator", "/panel/bulk/user", "/prompt/new", "/prompt/1/run", "/prompt/1/cancel", "/prompt/1/reset", "/prompt/1/close",
        ];
        actions.ShouldBeSubsetOf(actions.Union(some));
        some.Except(actions).ShouldBeEmpty(string.Join(' ', actions));
    }

    [Fact]
    public async Task Form_AsItStandsOnThePage_IsTaken()
    {
        using var answer = await web.Ann.PostAsync("/panel/theme", ("theme", "system"), ("to", "/panel/account"));

        answer.Headers.Location!.OriginalString.ShouldBe("/panel/account");
    }
}
