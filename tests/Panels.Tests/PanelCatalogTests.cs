using System.Collections.Immutable;
using PluginFramework.Identity;
using PluginFramework.TestUtilities;

namespace PluginFramework.Panels.Tests;

public sealed class PanelCatalogTests
{
    private static readonly PanelParameter Name = new("name") { IsRequired = true };

    private readonly RecordingAuditLog _audit = new();
    private readonly FakePanel _panel = new() { Acts = [new("disable", "Disable") { Parameters = [Name, new("password") { IsSecret = true }] }] };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Act_ThatSucceeds_IsAuditedOnceWithWhoWhatAndHow()
    {
        var result = await ActAsync(FakePanel.Operator, ActRequest.Of("disable", ("name", "irc"), ("password", "hunter22")));

        result.Message.ShouldBe("done");
        _panel.Calls.ShouldHaveSingleItem().Arguments.GetText("password").ShouldBe("hunter22");
        _audit.Events.ShouldHaveSingleItem().ShouldBe(new AuditEvent("thing.disable", "ok")
        {
            Actor = "alice", Subject = "irc", Surface = "control", RemoteAddress = "192.0.2.1", Detail = "detail",
        });
    }

    [Fact]
    public async Task Act_WithoutTheRole_IsRefusedAuditedAndNotDone()
    {
        var error = await RefusalAsync(FakePanel.Nobody, ActRequest.Of("disable", ("name", "irc")));

        error.Error.ShouldBe(PanelError.Denied);
        error.Message.ShouldContain("'operator'");
        _panel.Calls.ShouldBeEmpty();
        var entry = _audit.Events.ShouldHaveSingleItem();
        (entry.Action, entry.Outcome, entry.Actor, entry.Surface).ShouldBe(("thing.disable", "denied", "bob", "irc"));
    }

    [Fact]
    public async Task Act_WhosePanelIsOpenAndRoleIsNot_IsRefused()
    {
        var error = await Should.ThrowAsync<PanelException>(() => _panel.In(_audit, role: "").ActAsync("thing", ActRequest.Of("disable", ("name", "irc")), FakePanel.Nobody, null, Token));

        error.Error.ShouldBe(PanelError.Denied);
        _panel.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task Act_ForAnybody_TakesNoRole()
    {
        _panel.Acts = [new("look", "Look") { Role = null }];

        await _panel.In(_audit, role: "").ActAsync("thing", ActRequest.Of("look"), FakePanel.Nobody, null, Token);

        _panel.Calls.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Act_Unknown_IsRefusedWithWhatWasMeant()
    {
        var error = await RefusalAsync(FakePanel.Operator, ActRequest.Of("disble"));

        error.Error.ShouldBe(PanelError.NotFound);
        error.Message.ShouldContain("did you mean 'disable'?");
        _audit.Events.ShouldHaveSingleItem().Outcome.ShouldBe("not-found");
    }

    [Fact]
    public async Task Panel_Unknown_IsRefusedWithWhatWasMeant()
    {
        var error = await Should.ThrowAsync<PanelException>(() => _panel.In(_audit).ViewAsync("things", FakePanel.Operator, cancellationToken: Token));

        (error.Error, error.Message).ShouldBe((PanelError.Unavailable, "There is no panel 'things'; did you mean 'thing'?"));
    }

    [Fact]
    public async Task Act_WithWrongArguments_NamesEachAndIsAuditedAsInvalid()
    {
        var error = await RefusalAsync(FakePanel.Operator, ActRequest.Of("disable", ("nmae", "irc")));

        error.Error.ShouldBe(PanelError.Invalid);
        error.Message.ShouldContain("no parameter 'nmae'; did you mean 'name'?");
        error.Message.ShouldContain("'name' is required");
        _panel.Calls.ShouldBeEmpty();
        _audit.Events.ShouldHaveSingleItem().Outcome.ShouldBe("invalid");
    }

    [Theory]
    [InlineData(PanelError.Busy, "busy")]
    [InlineData(PanelError.NotFound, "not-found")]
    [InlineData(null, "failed")]
    public async Task Act_ThatThrows_IsAuditedWithWhy(PanelError? kind, string outcome)
    {
        _panel.Failure = kind is { } error ? new PanelException(error, "no") : new InvalidOperationException("oops");

        await Should.ThrowAsync<Exception>(() => ActAsync(FakePanel.Operator, ActRequest.Of("disable", ("name", "irc"))));

        var entry = _audit.Events.ShouldHaveSingleItem();
        (entry.Outcome, entry.Subject).ShouldBe((outcome, "irc"));
    }

    [Theory]
    [InlineData("name", "hunter22\n")] // a secret in the wrong place
    [InlineData("password", "hunter22")]
    public async Task Secrets_AreNeitherInTheAuditNorInAnyText(string parameter, string secret)
    {
        _panel.Failure = new PanelException(PanelError.Failed, "no");
        var request = ActRequest.Of("disable", ("name", "irc")) with { };
        request = request with { Arguments = request.Arguments.SetItem(parameter, [secret]) };

        var error = await RefusalAsync(FakePanel.Operator, request);

        string[] texts = [.. _audit.Events.Select(Dump.Of), request.ToString(), error.ToString(), .. _panel.Calls.Select(call => call.ToString())];
        texts.ShouldAllBe(text => !text.Contains("hunter22", StringComparison.Ordinal));
        _audit.Events.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task DryRun_IsHandedOnAndNotAudited()
    {
        _panel.Acts = [_panel.Acts[0] with { CanDryRun = true }];

        await ActAsync(FakePanel.Operator, ActRequest.Of("disable", ("name", "irc")) with { IsDryRun = true });

        _panel.Calls.ShouldHaveSingleItem().IsDryRun.ShouldBeTrue();
        _audit.Events.ShouldBeEmpty();
    }

    [Fact]
    public async Task DryRun_OfAnActThatCannot_IsRefusedAndNotDone()
    {
        var error = await RefusalAsync(FakePanel.Operator, ActRequest.Of("disable", ("name", "irc")) with { IsDryRun = true });

        error.Error.ShouldBe(PanelError.Invalid);
        _panel.Calls.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task DryRun_ThatIsRefused_IsAuditedAsOne(bool isAuditedBelow)
    {
        _panel.Acts = [_panel.Acts[0] with { CanDryRun = true, IsAuditedBelow = isAuditedBelow }];
        _panel.Failure = new PanelException(PanelError.NotFound, "There is no such thing.");

        await RefusalAsync(FakePanel.Nobody, ActRequest.Of("disable", ("name", "irc")) with { IsDryRun = true });
        await RefusalAsync(FakePanel.Operator, ActRequest.Of("disable", ("name", "irc")) with { IsDryRun = true });

        _audit.Events.Select(entry => (entry.Outcome, entry.Detail)).ShouldBe([("denied", "dry run"), ("not-found", "dry run")]);
    }

    [Fact]
    public async Task ReadOnlyAct_IsNotAudited()
    {
        _panel.Acts = [new("check", "Check") { IsReadOnly = true }];

        await ActAsync(FakePanel.Operator, ActRequest.Of("check"));

        _panel.Calls.ShouldHaveSingleItem();
        _audit.Events.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ActAuditedBelow_IsNotAuditedTwice(bool fails)
    {
        _panel.Acts = [_panel.Acts[0] with { IsAuditedBelow = true }];
        if (fails) _panel.Failure = new PanelException(PanelError.Invalid, "no");

        await ActAsync(FakePanel.Operator, ActRequest.Of("disable", ("name", "irc"))).ContinueWith(_ => { }, TaskScheduler.Default);

        _panel.Calls.ShouldHaveSingleItem().Caller.ShouldBeSameAs(FakePanel.Operator);
        _audit.Events.ShouldBeEmpty();
    }

    [Fact]
    public async Task ActAuditedBelow_RefusedBeforeItIsCalled_IsAudited()
    {
        _panel.Acts = [_panel.Acts[0] with { IsAuditedBelow = true }];

        await RefusalAsync(FakePanel.Operator, ActRequest.Of("disable"));
        await RefusalAsync(FakePanel.Nobody, ActRequest.Of("disable", ("name", "irc")));

        _audit.Events.Select(entry => entry.Outcome).ShouldBe(["invalid", "denied"]);
    }

    [Fact]
    public async Task View_ChecksFiltersAndHandsThemOn()
    {
        _panel.Filters = [new("count", PanelParameterKind.WholeNumber) { Maximum = 10 }];
        var catalog = _panel.In(_audit);

        await catalog.ViewAsync("thing", FakePanel.Operator, "one", Filters("5"), "next", Token);
        (await Should.ThrowAsync<PanelException>(() => catalog.ViewAsync("thing", FakePanel.Operator, null, Filters("11"), null, Token))).Error.ShouldBe(PanelError.Invalid);

        var query = _panel.Queries.ShouldHaveSingleItem();
        (query.Subject, query.After, query.Filters.FindInteger("count")).ShouldBe(("one", "next", 5L));
        _audit.Events.ShouldBeEmpty();

        static ImmutableDictionary<string, ImmutableArray<string>> Filters(string count) => ImmutableDictionary<string, ImmutableArray<string>>.Empty.Add("count", [count]);
    }

    [Fact]
    public void List_ShowsWhatTheCallerMaySeeAndDo()
    {
        _panel.Acts = [.. _panel.Acts, new("look", "Look") { Role = null }];

        _panel.In(_audit).List(FakePanel.Nobody).ShouldBeEmpty();
        _panel.In(_audit, role: "").List(FakePanel.Nobody).ShouldHaveSingleItem().Acts.ShouldHaveSingleItem().Name.ShouldBe("look");
        var panel = _panel.In(_audit).List(FakePanel.Operator).ShouldHaveSingleItem();
        (panel.Title, panel.Acts.Length).ShouldBe(("Things", 2));
    }

    private Task<ActResult> ActAsync(Caller caller, ActRequest request) => _panel.In(_audit).ActAsync("thing", request, caller, null, Token);

    private Task<PanelException> RefusalAsync(Caller caller, ActRequest request) => Should.ThrowAsync<PanelException>(() => ActAsync(caller, request));
}
