using System.Collections.Immutable;
using PluginFramework.Identity.Transfer;
using PluginFramework.Panels;

namespace PluginFramework.Identity.Tests;

public sealed class UserTransferTests : IDisposable
{
    private readonly IdentityKit _kit = new();
    private readonly IdentityKit _other = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _kit.Dispose();
        _other.Dispose();
    }

    [Fact]
    public async Task Export_HasNoSecrets_AndImportsElsewhereAsItWas()
    {
        await FillAsync();
        var text = TextOf(await ActAsync(_kit, "export"));
        text.ShouldBe(
            """
            {"name":"ann","displayName":"Änn \"A\"","roles":["operator","staff"],"protocols":["irc"],"disabled":false}
            {"name":"bob","roles":[],"protocols":["*"],"disabled":true}

            """.ReplaceLineEndings("\n"));
        (await ImportAsync(_other, text)).Message.ShouldBe("Imported: 2 added.");

        TextOf(await ActAsync(_other, "export")).ShouldBe(text);
        (await ImportAsync(_other, text)).Message.ShouldBe("Imported: 2 unchanged.");
        (await _other.FailAsync("ann")).ShouldBe(AuthenticationFailure.InvalidCredentials);
    }

    [Fact]
    public async Task Export_WithSecrets_LetsPasswordsAndKeysLogInElsewhere()
    {
        await FillAsync();
        var appPassword = await _kit.Keys.AddAppPasswordAsync("ann", new("mail"), IdentityKit.Cli, Token);
        var result = await ActAsync(_kit, "export-secrets");
        (await ImportAsync(_other, TextOf(result))).Message.ShouldBe("Imported: 2 added.");

        var client = IdentityKit.Local with { Protocol = "irc" };
        (await _other.LoginAsync("ann", client: client)).ShouldBeOfType<AuthenticationResult.Succeeded>();
        (await _other.LoginAsync("ann", appPassword, client)).ShouldBeOfType<AuthenticationResult.Succeeded>();
        TextOf(result).ShouldNotContain(IdentityKit.Password);
        result.AuditDetail.ShouldBe("2 users with their secrets.");
        (await ImportAsync(_other, TextOf(result))).Message.ShouldBe("Imported: 2 unchanged.");
    }

    [Fact]
    public async Task Export_OfMany_GoesOnWhereItEnded()
    {
        for (var user = 0; user < UserTransferActs.MaxUsers + 1; user++) await _kit.Store.CreateAsync(new User { Id = "", Name = $"u{user:00000}" }, [], Token);
        var first = await ActAsync(_kit, "export");
        first.Message.ShouldBe("5000 users. There may be more: go on after u04999.");
        var second = await ActAsync(_kit, "export", ("after", PanelValue.Of("u04999")));
        (second.Message, TextOf(second).Contains("u05000")).ShouldBe(("1 users.", true));
    }

    [Theory]
    [InlineData("""{"name":"not good!"}""", "begins with a letter")]
    [InlineData("""{"displayName":"A"}""", "begins with a letter")]
    [InlineData("""{"name":"cy","roles":["Operator"]}""", "role's name")]
    [InlineData("""{"name":"cy","roles":"staff"}""", "lists of texts")]
    [InlineData("""{"name":"cy","disabled":"no"}""", "true or false")]
    [InlineData("""{"name":"cy","password":"correct horse"}""", "'password'")]
    [InlineData("""{"name":"cy","name":"dan"}""", "no line of JSON")]
    [InlineData("""{"name":"cy","secrets":[{"scheme":"argon2id"}]}""", "secrets")]
    [InlineData("""{"name":"cy","secrets":[{"scheme":"x","value":"a\nb"}]}""", "secrets")]
    [InlineData("""{"name":"cy"} {}""", "no line of JSON")]
    [InlineData("""["cy"]""", "A line is an object")]
    [InlineData("name,roles", "no line of JSON")]
    [InlineData("""{"name":"BOB"}""", "Line 1 is of this user too.")]
    [InlineData("""{"name":"gone"}""", "was removed and is kept")]
    public async Task Line_ThatIsWrong_IsRefusedWithItsReason_AndNothingIsImported(string line, string reason)
    {
        await _kit.AddAsync("gone");
        await _kit.Manager.RemoveAsync("gone", IdentityKit.Cli, Token);
        var result = await ImportAsync(_kit, $$"""
            {"name":"bob"}

            {{line}}
            """);

        result.Tone.ShouldBe(ViewTone.Bad);
        result.Message.ShouldStartWith("Nothing was imported: 1 added, 1 refused.");
        RowsOf(result)[1].ShouldStartWith("3 ");
        RowsOf(result)[1].ShouldContain(reason);
        (await _kit.Manager.CountAsync(Token)).ShouldBe(0);
    }

    [Fact]
    public async Task Import_ThatPassesOverWhatIsRefused_TakesTheRest()
    {
        await FillAsync();
        var result = await ImportAsync(_kit, "{\"name\":\"cy\"}\r\n{\"name\":\"?\"}\n{\"name\":\"Ann\",\"roles\":[\"staff\"]}\n{\"name\":\"bob\"}", partial: true);
        result.Message.ShouldBe("Imported: 1 added, 1 changed, 1 unchanged, 1 refused.");
        var ann = (await _kit.Manager.FindAsync("ann", Token))!;
        (ann.DisplayName, ann.Protocols.Single()).ShouldBe(("Änn \"A\"", "irc"), "what is not said stays");
        ann.Roles.ShouldBe(["staff"]);
        _kit.Audit.Events.Count(entry => entry is { Action: "user.add" or "user.change", Subject: "cy" or "ann", Outcome: "ok", Detail: "roles: staff" }).ShouldBe(1);
    }

    [Fact]
    public async Task DryRun_SaysWhatWouldBe_AndChangesNothing()
    {
        await FillAsync();
        var before = _kit.Audit.Events.Count;
        var result = await ActAsync(_kit, "import", isDryRun: true, ("lines", PanelValue.Of("{\"name\":\"cy\"}\n{\"name\":\"ann\",\"disabled\":true}\n{\"name\":\"bob\",\"disabled\":true}")));
        result.Message.ShouldBe("This would be: 1 added, 1 changed, 1 unchanged.");
        RowsOf(result).ShouldBe(["1 cy added ", "2 ann changed ", "3 bob unchanged "]);
        (await _kit.Manager.CountAsync(Token)).ShouldBe(2);
        _kit.Audit.Events.Count.ShouldBe(before);
    }

    [Fact]
    public async Task Import_WhereTheDatabaseFails_SaysWhatWasDoneAndWhatNot()
    {
        _kit.Observers.Add(new Failing(_kit.Store, "b"));
        var result = await ImportAsync(_kit, "{\"name\":\"a\"}\n{\"name\":\"b\"}\n{\"name\":\"c\"}\n{\"name\":\"d\"}");
        _kit.Store.Failure = null;

        result.Tone.ShouldBe(ViewTone.Bad);
        result.Message.ShouldBe("Imported: 2 added, 2 not done.");
        RowsOf(result)[2].ShouldBe("3 c not done The disk is full.");
        RowsOf(result)[3].ShouldBe("4 d not done Line 3 failed, and no later one was begun: The disk is full.");
        (await _kit.Manager.ListAsync(new(), Token)).Select(user => user.Name).ShouldBe(["a", "b"]);
    }

    [Fact]
    public async Task Import_OfASecretThatLogsAnotherIn_IsRefused()
    {
        await _kit.AddAsync("ann");
        var appPassword = await _kit.Keys.AddAppPasswordAsync("ann", new("mail"), IdentityKit.Cli, Token);
        var line = TextOf(await ActAsync(_kit, "export-secrets")).Replace("\"ann\"", "\"eve\"", StringComparison.Ordinal);
        RowsOf(await ImportAsync(_kit, line)).ShouldHaveSingleItem().ShouldContain("logs ann in already");
        (await _kit.LoginAsync("ann", appPassword)).ShouldBeOfType<AuthenticationResult.Succeeded>();
    }

    [Fact]
    public async Task Import_OfTooManyLines_IsRefusedAsAWhole()
    {
        var text = string.Concat(Enumerable.Range(0, UserImport.MaxLines + 1).Select(number => $"{{\"name\":\"u{number}\"}}\n"));
        (await Should.ThrowAsync<PanelException>(() => ImportAsync(_kit, text))).Message.ShouldContain("in parts");
    }

    private async Task FillAsync()
    {
        await _kit.AddAsync("ann");
        await _kit.AddAsync("bob", null);
        await _kit.Manager.ChangeAsync("ann", new() { DisplayName = "Änn \"A\"", Roles = ["operator", "staff"], Protocols = ["irc"] }, IdentityKit.Cli, Token);
        await _kit.Manager.ChangeAsync("bob", new() { IsDisabled = true }, IdentityKit.Cli, Token);
    }

    private static string TextOf(ActResult result) => result.View.ShouldBeOfType<View.Text>().Content;

    private static ImmutableArray<string> RowsOf(ActResult result) =>
        [.. result.View.ShouldBeOfType<View.Table>().Rows.Select(row => string.Join(' ', row.Cells.Select(cell => cell.Text)))];

    private static Task<ActResult> ImportAsync(IdentityKit kit, string lines, bool partial = false) =>
        ActAsync(kit, "import", ("lines", PanelValue.Of(lines)), ("partial", PanelValue.Of(partial)));

    private static Task<ActResult> ActAsync(IdentityKit kit, string act, params (string Name, PanelValue Value)[] arguments) => ActAsync(kit, act, false, arguments);

    private static Task<ActResult> ActAsync(IdentityKit kit, string act, bool isDryRun, params (string Name, PanelValue Value)[] arguments) => kit.UserPanel.ActAsync(
        new ActCall(act, IdentityKit.Cli, new(arguments.ToImmutableDictionary(argument => argument.Name, argument => argument.Value))) { IsDryRun = isDryRun }, Token);

    /// <summary>Has the database fail once a user was added.</summary>
    private sealed class Failing(TestUtilities.InMemoryUserStore store, string name) : IUserObserver
    {
        public void OnUserChanged(string changed) => store.Failure = changed == name ? new IOException("The disk is full.") : store.Failure;
    }
}
