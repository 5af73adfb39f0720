using System.Collections.Immutable;
using PluginFramework.Panels;

namespace PluginFramework.Identity.Tests;

public sealed class UserPanelTests : IDisposable
{
    private static readonly Caller Alice = new("alice", "http") { Roles = [WellKnownRoles.Operator], RemoteAddress = "192.0.2.1" };
    private static readonly string Fingerprint = new('a', 64);
    private readonly IdentityKit _kit = new();
    private readonly UserPanel _panel;

    public UserPanelTests() => _panel = _kit.UserPanel;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _kit.Dispose();

    [Fact]
    public async Task Add_WithAllThereIs_MakesTheUserAndIsAuditedWithTheCaller()
    {
        var result = await ActAsync("add", ("name", Of("bob")), ("password", Of(IdentityKit.Password)), ("displayName", Of("Bob B.")),
            ("roles", List("operator")), ("protocols", List("irc", "imap")), ("certificates", List(Fingerprint.ToUpperInvariant())));

        result.Message.ShouldBe("bob was added.");
        var user = (await _kit.Manager.FindAsync("bob", Token))!;
        (user.DisplayName, user.Roles[0], string.Join(' ', user.Protocols)).ShouldBe(("Bob B.", "operator", "irc imap"));
        (await _kit.Store.FindBySecretAsync(new(StoredSecret.CertificateScheme, Fingerprint), Token))!.Name.ShouldBe("bob");
        (await _kit.LoginAsync("bob")).ShouldBeOfType<AuthenticationResult.Succeeded>();
        var entry = _kit.Audit.Events.First(recorded => recorded.Action == "user.add");
        (entry.Actor, entry.Surface, entry.RemoteAddress, entry.Subject, entry.Outcome).ShouldBe(("alice", "http", "192.0.2.1", "bob", "ok"));
        _panel.Acts.ShouldAllBe(act => act.Role == WellKnownRoles.Operator);
        _panel.Acts.Where(act => !act.IsAuditedBelow).Select(act => act.Name).ShouldBe(["kick", "export", "export-secrets", "import"]);
    }

    [Fact]
    public async Task Add_WithoutMore_AllowsEveryProtocol()
    {
        await ActAsync("add", ("name", Of("bob")));
        (await _kit.Manager.FindAsync("bob", Token))!.Protocols.ShouldBe([User.AnyProtocol]);
    }

    [Fact]
    public async Task Add_WithACertificateOfAnother_AddsNobody()
    {
        await ActAsync("add", ("name", Of("bob")), ("certificates", List(Fingerprint)));

        var error = await RefusalAsync("add", ("name", Of("eve")), ("certificates", List(Fingerprint)));

        (error.Error, error.Message).ShouldBe((PanelError.Invalid, $"The certificate {Fingerprint[..16]}… logs bob in already; take it from there first."));
        (await _kit.Manager.FindAsync("eve", Token)).ShouldBeNull();
    }

    [Fact]
    public async Task Set_ChangesWhatIsGivenAndLeavesTheRest()
    {
        await ActAsync("add", ("name", Of("bob")), ("displayName", Of("Bob")), ("roles", List("operator")));

        var result = await ActAsync("set", ("name", Of("BOB")), ("disabled", PanelValue.Of(true)), ("protocols", List()));

        var user = (await _kit.Manager.FindAsync("bob", Token))!;
        (user.IsDisabled, user.DisplayName, user.Roles.Length, user.Protocols.Length).ShouldBe((true, "Bob", 1, 0));
        result.View.ShouldBeOfType<View.Fields>().Items.Single(field => field.Name == "state").Value.Text.ShouldBe("Disabled");
    }

    [Fact]
    public async Task Passwd_SetsThePassword()
    {
        await _kit.AddAsync("bob");
        await ActAsync("passwd", ("name", Of("bob")), ("password", Of("another horse")));
        (await _kit.LoginAsync("bob", "another horse")).ShouldBeOfType<AuthenticationResult.Succeeded>();
    }

    [Fact]
    public async Task Remove_RemovesAndAsksFirst()
    {
        await _kit.AddAsync("bob");
        await ActAsync("remove", ("name", Of("bob")));
        (await _kit.Manager.CountAsync(Token)).ShouldBe(0);
        _panel.Acts.Single(act => act.Name == "remove").Confirmation.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("add", "bob", PanelError.Failed)]
    [InlineData("add", "b b", PanelError.Invalid)]
    [InlineData("set", "eve", PanelError.NotFound)]
    [InlineData("passwd", "eve", PanelError.NotFound)]
    [InlineData("remove", "eve", PanelError.NotFound)]
    public async Task Act_ThatCannotBeDone_IsRefusedAlikeWhenTriedAndWhenDone(string act, string name, PanelError why)
    {
        await _kit.AddAsync("bob");
        (string, PanelValue)[] arguments = act == "passwd" ? [("name", Of(name)), ("password", Of("another horse"))] : [("name", Of(name))];

        var tried = await Should.ThrowAsync<PanelException>(() => ActAsync(act, isDryRun: true, arguments));
        var done = await RefusalAsync(act, arguments);

        (tried.Error, done.Error).ShouldBe((why, why));
        tried.Message.ShouldBe(done.Message);
    }

    [Fact]
    public async Task Act_OverAReadOnlyDatabase_IsUnavailable()
    {
        _kit.Store.IsReadOnly = true;
        (await RefusalAsync("add", ("name", Of("bob")))).Error.ShouldBe(PanelError.Unavailable);
        (await Should.ThrowAsync<PanelException>(() => ActAsync("add", isDryRun: true, ("name", Of("bob"))))).Error.ShouldBe(PanelError.Unavailable);
    }

    [Fact]
    public async Task DryRun_OfEveryAct_ChangesNothing()
    {
        await _kit.AddAsync("bob");
        var before = _kit.Audit.Events.Count;

        (await ActAsync("add", isDryRun: true, ("name", Of("eve")), ("password", Of("another horse")))).Message.ShouldBe("eve would be added.");
        (await ActAsync("set", isDryRun: true, ("name", Of("bob")), ("disabled", PanelValue.Of(true)))).Message.ShouldBe("bob would be changed.");
        (await ActAsync("passwd", isDryRun: true, ("name", Of("bob")), ("password", Of("another horse")))).Message.ShouldBe("The password of bob would be set.");
        (await ActAsync("remove", isDryRun: true, ("name", Of("bob")))).Message.ShouldBe("bob would be removed.");
        (await Should.ThrowAsync<PanelException>(() => ActAsync("passwd", isDryRun: true, ("name", Of("bob")), ("password", Of("short"))))).Error.ShouldBe(PanelError.Invalid);

        (await _kit.Manager.ListAsync(new UserQuery(), Token)).ShouldHaveSingleItem().IsDisabled.ShouldBeFalse();
        (await _kit.LoginAsync("bob")).ShouldBeOfType<AuthenticationResult.Succeeded>();
        _kit.Audit.Events.Count(entry => entry.Action.StartsWith("user.", StringComparison.Ordinal)).ShouldBe(before);
    }

    [Fact]
    public async Task View_ListsUsersByPage_AndOneAsFields()
    {
        await _kit.AddAsync("bob");
        for (var user = 0; user < 1000; user++) await _kit.AddAsync($"u{user:0000}", null);

        var first = (await ViewAsync(new(Alice))).ShouldBeOfType<View.Table>();
        var second = (await ViewAsync(new(Alice) { After = first.NextPage })).ShouldBeOfType<View.Table>();

        (first.Rows.Length, second.Rows.Length, second.NextPage).ShouldBe((1000, 1, null));
        first.Rows[0].Subject.ShouldBe("bob");
        (await ViewAsync(new(Alice) { Filters = new(ImmutableDictionary<string, PanelValue>.Empty.Add("search", Of("u0999"))) }))
            .ShouldBeOfType<View.Table>().Rows.ShouldHaveSingleItem().Subject.ShouldBe("u0999");
        (await ViewAsync(new(Alice) { Subject = "BOB" })).ShouldBeOfType<View.Fields>().Items[0].Value.Text.ShouldBe("bob");
        (await Should.ThrowAsync<PanelException>(() => ViewAsync(new(Alice) { Subject = "eve" }))).Error.ShouldBe(PanelError.NotFound);
    }

    private static PanelValue Of(string text) => PanelValue.Of(text);

    private static PanelValue List(params string[] items) => PanelValue.Of(items);

    private Task<View> ViewAsync(PanelQuery query) => _panel.ViewAsync(query, Token);

    private Task<ActResult> ActAsync(string act, params (string Name, PanelValue Value)[] arguments) => ActAsync(act, false, arguments);

    private Task<ActResult> ActAsync(string act, bool isDryRun, params (string Name, PanelValue Value)[] arguments) => _panel.ActAsync(
        new ActCall(act, Alice, new(arguments.ToImmutableDictionary(argument => argument.Name, argument => argument.Value))) { IsDryRun = isDryRun }, Token);

    private Task<PanelException> RefusalAsync(string act, params (string Name, PanelValue Value)[] arguments) =>
        Should.ThrowAsync<PanelException>(() => ActAsync(act, arguments));
}
