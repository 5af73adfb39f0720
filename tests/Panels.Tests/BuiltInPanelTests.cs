using Microsoft.Extensions.Logging;
using PluginFramework.Core.Logging;
using PluginFramework.Core.Panels.BuiltIn;
using PluginFramework.Core.Panels.Rendering;

namespace PluginFramework.Panels.Tests;

public sealed class BuiltInPanelTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Viewing_AnyPanelOfTheHost_ChangesNothing()
    {
        await using var panels = new PanelHost();
        await panels.Host.StartAsync(Token);
        panels.Audit.Record(new("login", "ok") { Actor = "alice" });
        var names = panels.Host.Panels.List(FakePanel.Operator).Select(panel => panel.Name).ToList();
        names.ShouldBe(["audit", "certificate", "config", "endpoint", "feed", "generation", "health", "log", "plugin", "session"], ignoreOrder: true, customMessage: string.Join(' ', names));
        var before = panels.Files();

        foreach (var name in names.Concat(names))
        {
            var view = await panels.ViewAsync(name);
            ViewRenderers.Text.Render(view, 80).ShouldNotBeEmpty(name);
            ViewRenderers.Json.Render(view).ShouldNotBeEmpty(name);
        }

        panels.Files().ShouldBe(before);
    }

    [Fact]
    public async Task Generation_AsItWasFound_HasNoTime()
    {
        await using var panels = new PanelHost();
        await panels.Host.StartAsync(Token);
        ViewRenderers.Text.Render(await panels.ViewAsync("generation"), 120).ShouldNotContain("0001-01-01");
    }

    [Fact]
    public async Task Panels_OfTheHost_AreForOperators()
    {
        await using var panels = new PanelHost();

        panels.Host.Panels.List(FakePanel.Nobody).ShouldBeEmpty();
        (await Should.ThrowAsync<PanelException>(() => panels.Host.Panels.ViewAsync("audit", FakePanel.Nobody, cancellationToken: Token))).Error.ShouldBe(PanelError.Denied);
    }

    [Fact]
    public async Task Certificate_IsUnknownUntilReadAndThenShown()
    {
        await using var panels = new PanelHost();
        (await panels.ViewAsync("certificate")).ShouldBeOfType<View.Text>();

        var result = await panels.Host.Panels.ActAsync("certificate", ActRequest.Of("reload"), FakePanel.Operator, null, Token);

        result.Message.ShouldStartWith("CN=localhost is in use");
        var fields = (await panels.ViewAsync("certificate")).ShouldBeOfType<View.Fields>().Items.ToDictionary(field => field.Name);
        fields["selfSigned"].Value.ShouldBe(PanelValue.Of(true));
        fields["names"].Value.Items.ShouldContain("localhost");
        fields["names"].Value.Items.ShouldContain("127.0.0.1");
        fields["fingerprint"].Value.Text.Length.ShouldBe(64);
        fields["daysLeft"].Value.Text.ShouldBe("824");
        fields["notAfter"].Tone.ShouldBe(ViewTone.Good);
        result.AuditDetail!.ShouldContain(fields["fingerprint"].Value.Text);
    }

    [Theory]
    [InlineData(-10, 100, ViewTone.Good)]
    [InlineData(-10, 13, ViewTone.Warning)]
    [InlineData(-10, -1, ViewTone.Bad)]
    [InlineData(1, 100, ViewTone.Bad)]
    public void Certificate_NearOrBeyondItsEnd_IsMarked(int begins, int ends, ViewTone tone)
    {
        var now = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        CertificatePanel.ToneOf(new("CN=a", [], "CN=b", now.AddDays(begins), now.AddDays(ends), "", "", false), now).ShouldBe(tone);
    }

    [Fact]
    public async Task Health_IsOkUntilSomethingIsAmiss_AndSaysWhat()
    {
        await using var panels = new PanelHost();
        await panels.Host.StartAsync(Token);
        var fields = (await panels.ViewAsync("health")).ShouldBeOfType<View.Fields>().Items.ToDictionary(field => field.Name);
        (fields["state"].Value.Text, fields["state"].Tone, fields["reasons"].Value.Kind).ShouldBe(("ok", ViewTone.Good, PanelValueKind.None));
        fields["workingSet"].Value.AsNumber()!.Value.ShouldBeGreaterThan(1_000_000);

        panels.Warnings = ["'plugins.irk' names no plugin."];

        fields = (await panels.ViewAsync("health")).ShouldBeOfType<View.Fields>().Items.ToDictionary(field => field.Name);
        (fields["state"].Value.Text, fields["state"].Tone).ShouldBe(("degraded", ViewTone.Warning));
        fields["reasons"].Value.Items.ShouldHaveSingleItem().ShouldContain("1 of the configuration's settings");
        fields["warnings"].Value.Items.ShouldBe(["'plugins.irk' names no plugin."]);
    }

    [Fact]
    public async Task Log_ShowsTheLatestLinesAndNarrowsThem()
    {
        using var history = new LogHistory(TimeProvider.System);
        var (irc, host) = (history.CreateLogger("irc"), history.CreateLogger("PluginFramework.Core"));
        for (var line = 0; line < LogHistory.Capacity + 10; line++) irc.LogInformation("line {Line}", line);
        host.LogError(new InvalidOperationException("oops"), "It broke");
        var panel = new LogPanel(history);

        (await LinesAsync()).Length.ShouldBe(200);
        (await LinesAsync(("count", "2000")))[0].Message.ShouldBe("line 11");
        (await LinesAsync(("level", "warning"))).ShouldHaveSingleItem().Message.ShouldContain("oops");
        (await LinesAsync(("category", "core"))).ShouldHaveSingleItem().Tone.ShouldBe(ViewTone.Bad);
        (await LinesAsync(("text", "LINE 20"), ("count", "3"))).Select(line => line.Message).ShouldBe(["line 2007", "line 2008", "line 2009"]);

        var next = await ViewAsync(null);
        irc.LogInformation("later");
        (await ViewAsync(next.Next)).Lines.ShouldHaveSingleItem().Message.ShouldBe("later");
        (await ViewAsync((await ViewAsync(null)).Next)).Lines.ShouldBeEmpty();
        (await ViewAsync("1000000")).Lines.Length.ShouldBe(200, "an earlier daemon had logged as much; all of this one's is news");

        async Task<ViewLogLine[]> LinesAsync(params (string Name, string Value)[] filters) => [.. (await ViewAsync(null, filters)).Lines];

        async Task<View.Log> ViewAsync(string? after, params (string Name, string Value)[] filters)
        {
            var catalog = new Core.Panels.PanelCatalog(() => [new("log", "Log", panel)], new TestUtilities.RecordingAuditLog());
            return (await catalog.ViewAsync("log", FakePanel.Operator, null, ActRequest.Of("", filters).Arguments, after, Token)).ShouldBeOfType<View.Log>();
        }
    }

    [Fact]
    public async Task Log_WhereNoneIsKept_SaysSo() =>
        (await new LogPanel(null).ViewAsync(new(FakePanel.Operator), Token)).ShouldBeOfType<View.Text>().Content.ShouldContain("No log is kept");
}
