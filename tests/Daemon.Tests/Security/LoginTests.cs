using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using OtpNet;
using PluginFramework.Daemon.Tests.Harness;

namespace PluginFramework.Daemon.Tests.Security;

/// <summary>Guessing names, passwords and codes.</summary>
[Collection<WebDaemonGroup>]
public sealed partial class LoginTests(WebDaemon web)
{
    [Fact]
    public async Task Guessing_IsHeldOffAndAudited_AndSaysNotWhetherThereIsSuchAUser()
    {
        await web.AddUserAsync("gus");
        using var guesser = web.NewVisitor();
        var place = web.Audit.Here;
        var (known, unknown) = (new List<string>(), new List<string>());
        var (knownTime, unknownTime) = (new List<TimeSpan>(), new List<TimeSpan>());

        for (var attempt = 0; attempt < 7; attempt++)
        {
            await GuessAsync("gus", known, knownTime);
            await GuessAsync("nobody", unknown, unknownTime);
        }

        known.ShouldBe(unknown);
        known[0].ShouldStartWith("403 The name or the password is not right.");
        known[^1].ShouldStartWith("429 Too many attempts.");
        // A name that is not there must not be answered sooner: as much is computed for it. Held-off attempts cost nothing and are left out.
        var (ours, theirs) = (Median(knownTime), Median(unknownTime));
        theirs.ShouldBeInRange(ours / 4, ours * 4);
        var lines = web.Audit.Since(place);
        lines.Length.ShouldBe(14);
        lines.ShouldAllBe(line => line.Action == "login" && line.Actor == null && line.Surface == "http" && line.RemoteAddress == "127.0.0.1");
        foreach (var name in new[] { "gus", "nobody" })
            lines.Where(line => line.Subject == name).Select(line => line.Outcome).Distinct().ShouldBe(["invalid-credentials", "throttled"]);

        // The right password is not even looked at while attempts are held off, and is taken later.
        using (var held = await guesser.TryLogInAsync("gus", WebDaemon.Password)) held.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        await Eventually.HoldsAsync("gus may log in again", async () => (await guesser.TryLogInAsync("gus", WebDaemon.Password)).StatusCode == HttpStatusCode.SeeOther, () => "held off still");

        async Task GuessAsync(string name, List<string> answers, List<TimeSpan> times)
        {
            var token = await guesser.GetTokenAsync();
            var clock = Stopwatch.StartNew();
            using var answer = await guesser.SendAsync(WebVisitor.FormTo("/panel/login", ("_token", token), ("name", name), ("password", "a wrong one")));
            if (answer.StatusCode == HttpStatusCode.Forbidden) times.Add(clock.Elapsed);
            answers.Add($"{(int)answer.StatusCode} {Digits().Replace((await guesser.ReadAsync(answer)).QuerySelector("main .problem")!.TextContent.Trim(' ', '✕'), "0")}");
        }
    }

    [Fact]
    public async Task OtherDoors_AreHeldOffTogetherWithTheLoginPage()
    {
        await web.AddUserAsync("hal");
        using var guesser = web.NewVisitor();
        HttpStatusCode last = default;
        for (var attempt = 0; attempt < 7; attempt++)
        {
            var request = new HttpRequestMessage(HttpMethod.Get, "/panel/account");
            request.Headers.Authorization = new("Basic", Convert.ToBase64String("hal:a wrong one"u8));
            using var answer = await guesser.SendAsync(request);
            last = answer.StatusCode;
        }

        last.ShouldBe(HttpStatusCode.TooManyRequests);
        using var page = await guesser.TryLogInAsync("hal", WebDaemon.Password);
        page.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task Codes_AreGoodOnce_AndGuessingThemIsHeldOff()
    {
        await web.AddUserAsync("tina");
        var (secret, recovery) = await EnrolAsync("tina");
        var code = new Totp(Base32Encoding.ToBytes(secret)).ComputeTotp(TimeProvider.System.GetUtcNow().AddSeconds(30).UtcDateTime);

        (await LogInAsync(code)).ShouldBe("in");
        (await LogInAsync(code)).ShouldStartWith("403");
        (await LogInAsync(recovery[0])).ShouldBe("in");
        (await LogInAsync(recovery[0])).ShouldStartWith("403");
        var place = web.Audit.Here;
        string? last = null;
        for (var attempt = 0; attempt < 7; attempt++) last = await LogInAsync(attempt % 2 == 0 ? "000000" : "aaaaa-aaaaa");
        last.ShouldNotBeNull().ShouldStartWith("429");
        (await LogInAsync(recovery[1])).ShouldStartWith("429", customMessage: "a good one is not looked at while attempts are held off");
        var outcomes = web.Audit.Since(place).Where(line => line.Subject == "tina").Select(line => line.Outcome).ToList();
        outcomes.ShouldContain("invalid-credentials");
        outcomes.ShouldContain("throttled");
        outcomes.ShouldNotContain("ok");

        async Task<string> LogInAsync(string given)
        {
            using var browser = web.NewVisitor();
            using var first = await browser.TryLogInAsync("tina", WebDaemon.Password);
            var page = await browser.ReadAsync(first);
            if (page.QuerySelector("input[name=_state]") is not { } state) return $"{(int)first.StatusCode} {page.QuerySelector("main .problem")?.TextContent}";
            using var second = await browser.PostAsync("/panel/login", ("_step", "code"), ("_state", state.GetAttribute("value")!), ("code", given));
            return second.StatusCode == HttpStatusCode.SeeOther ? "in" : $"{(int)second.StatusCode} {(await browser.ReadAsync(second)).QuerySelector("main .problem")?.TextContent}";
        }
    }

    /// <summary>Sets up an authenticator app as a user does.</summary>
    private async Task<(string Secret, string[] Recovery)> EnrolAsync(string name)
    {
        using var browser = await WebVisitor.LogInAsync(web.Plain, name, WebDaemon.Password);
        var begun = await browser.ActAsync("/panel/p/account/act/begin-authenticator", ("present", WebDaemon.Password));
        var secret = (await browser.ReadAsync(begun)).QuerySelector("main dd")!.TextContent.Trim();
        var confirmed = await browser.ActAsync(
            "/panel/p/account/act/confirm-authenticator", ("code", new Totp(Base32Encoding.ToBytes(secret)).ComputeTotp(TimeProvider.System.GetUtcNow().UtcDateTime)));
        // Whatever changes of a user ends their sessions; what came of the act is shown to the new one.
        using var again = await browser.IsLoggedInAsync() ? null : await browser.TryLogInAsync(name, WebDaemon.Password);
        var page = await browser.ReadAsync(confirmed);
        return (secret, [.. RecoveryCode().Matches(page.QuerySelector("main")!.TextContent).Select(match => match.Value)]);
    }

    private static TimeSpan Median(List<TimeSpan> times) => times.Order().ElementAt(times.Count / 2);

    [GeneratedRegex("[0-9]+(:[0-9]+)*")]
    private static partial Regex Digits();

    [GeneratedRegex("[a-z2-9]{5}-[a-z2-9]{5}", RegexOptions.IgnoreCase)]
    private static partial Regex RecoveryCode();
}
