using System.Text.Json.Nodes;
using PluginFramework.Identity.Keys;
using PluginFramework.Network;
using PluginFramework.TestUtilities;

namespace PluginFramework.Identity.Tests;

public sealed class UserPasskeysTests : IDisposable
{
    private const string Origin = "https://panel.example";

    private static readonly Caller Ann = new("ann", "http") { SessionId = "s1", RemoteAddress = "192.0.2.1" };
    private static readonly ClientInfo Browser = new("http", "c1") { RemoteAddress = "192.0.2.1", IsEncrypted = true };

    private readonly IdentityKit _kit = new();
    private readonly SoftwareAuthenticator _device = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _device.Dispose();
        _kit.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Passkey_OnceRegistered_LogsItsUserInWithoutNameOrCode(bool isRsa)
    {
        await _kit.AddAsync("ann");
        using var device = new SoftwareAuthenticator(isRsa);
        var key = await RegisterAsync(device);
        (key.Kind, key.Label, key.Host, key.LastUsedAt).ShouldBe((AccountKeyKind.Passkey, "laptop", "panel.example", null));
        await _kit.Store.SetSecretsAsync((await _kit.Store.FindAsync("ann", Token))!.Id, [.. await SecretsAsync(), new(KeySchemes.Authenticator, "whatever")], Token);
        _kit.Context.Clock.Advance(TimeSpan.FromHours(1));

        (await LoginAsync(device)).ShouldBeOfType<AuthenticationResult.Succeeded>().Principal.UserName.ShouldBe("ann");
        (await LoginAsync(device, userName: "Ann")).ShouldBeOfType<AuthenticationResult.Succeeded>("as a proof of somebody who is known");
        var listed = (await _kit.Keys.ListAsync("ann", Token)).Single(one => one.Kind == AccountKeyKind.Passkey);
        (listed.Id, listed.LastUsedAt).ShouldBe((key.Id, _kit.Context.Clock.GetUtcNow()));
        _kit.Audit.Events.ShouldContain(entry => entry.Action == "user.key.add" && entry.Outcome == "ok" && entry.Detail == "passkey: laptop" && entry.Actor == "ann");
        _kit.Audit.Events.ShouldContain(entry => entry.Action == "login" && entry.Outcome == "ok" && entry.Detail == "passkey" && entry.Subject == "ann" && entry.RemoteAddress == "192.0.2.1");
    }

    [Fact]
    public async Task Passkey_ThatWasRemoved_LogsNobodyIn_AndLeavesNothing()
    {
        await _kit.AddAsync("ann");
        var before = (await SecretsAsync()).Length;
        var key = await RegisterAsync(_device);
        await _kit.Keys.RemoveAsync("ann", key.Id, Ann, Token);

        (await FailAsync(_device)).ShouldBe(AuthenticationFailure.InvalidCredentials);
        (await SecretsAsync()).Length.ShouldBe(before);
        _kit.Audit.Events.ShouldContain(entry => entry.Action == "user.key.remove" && entry.Outcome == "ok");
    }

    [Fact]
    public async Task Passkey_SurvivesANewPassword_AndOpensNoDisabledAccount()
    {
        await _kit.AddAsync("ann");
        await RegisterAsync(_device);
        await _kit.Manager.ChangeAsync("ann", new() { Password = "another password" }, IdentityKit.Cli, Token);
        (await LoginAsync(_device)).ShouldBeOfType<AuthenticationResult.Succeeded>();

        await _kit.Manager.ChangeAsync("ann", new() { IsDisabled = true }, IdentityKit.Cli, Token);
        (await FailAsync(_device)).ShouldBe(AuthenticationFailure.AccountDisabled);
        await Should.ThrowAsync<IdentityException>(_kit.Passkeys.BeginRegistrationAsync("ann", Origin, Ann, Token));
        await _kit.Manager.RemoveAsync("ann", IdentityKit.Cli, Token);
        (await FailAsync(_device)).ShouldBe(AuthenticationFailure.InvalidCredentials);
    }

    [Fact]
    public async Task Passkey_OverAProtocolThatItsUserMayNotUse_IsRefused()
    {
        await _kit.AddAsync("ann", IdentityKit.Password, "imap");
        await RegisterAsync(_device);
        (await FailAsync(_device)).ShouldBe(AuthenticationFailure.ProtocolNotAllowed);
    }

    [Fact]
    public async Task Assertion_ThatIsReplayed_IsRefused()
    {
        await _kit.AddAsync("ann");
        await RegisterAsync(_device);
        var begun = await _kit.Passkeys.BeginLoginAsync(null, Origin, Token);
        var assertion = _device.Get(begun.Options);
        (await SendAsync(begun.Ticket, assertion)).ShouldBeOfType<AuthenticationResult.Succeeded>();
        (await SendAsync(begun.Ticket, assertion)).ShouldBeOfType<AuthenticationResult.Refused>("the ticket was used");

        var other = await _kit.Passkeys.BeginLoginAsync(null, Origin, Token);
        (await SendAsync(other.Ticket, assertion)).ShouldBeOfType<AuthenticationResult.Refused>("the challenge is another");
    }

    [Fact]
    public async Task Ticket_OfTheOtherCeremony_OrTooOld_OrChanged_IsRefused()
    {
        await _kit.AddAsync("ann");
        await RegisterAsync(_device);
        var registration = await _kit.Passkeys.BeginRegistrationAsync("ann", Origin, Ann, Token);
        var login = await _kit.Passkeys.BeginLoginAsync(null, Origin, Token);
        var assertion = _device.Get(login.Options);
        (await SendAsync(registration.Ticket, assertion)).ShouldBeOfType<AuthenticationResult.Refused>();
        (await SendAsync(login.Ticket[..^1] + (login.Ticket[^1] == 'A' ? 'Q' : 'A'), assertion)).ShouldBeOfType<AuthenticationResult.Refused>();
        (await SendAsync("", assertion)).ShouldBeOfType<AuthenticationResult.Refused>();

        _kit.Context.Clock.Advance(TimeSpan.FromMinutes(6));
        (await SendAsync(login.Ticket, assertion)).ShouldBeOfType<AuthenticationResult.Refused>();
        (await Should.ThrowAsync<IdentityException>(FinishAsync(_device, registration))).Error.ShouldBe(IdentityError.InvalidKey);
    }

    [Theory]
    [InlineData("origin")]
    [InlineData("relying party")]
    [InlineData("user not verified")]
    [InlineData("signature")]
    [InlineData("sign count")]
    [InlineData("another's credential")]
    [InlineData("no user handle")]
    [InlineData("another host")]
    [InlineData("no JSON")]
    [InlineData("too long")]
    public async Task Assertion_WithSomethingWrong_IsRefusedAndAudited(string wrong)
    {
        await _kit.AddAsync("ann");
        await _kit.AddAsync("bob");
        await RegisterAsync(_device);
        (await LoginAsync(_device)).ShouldBeOfType<AuthenticationResult.Succeeded>();
        var origin = wrong == "another host" ? "https://other.example" : Origin;
        var begun = await _kit.Passkeys.BeginLoginAsync(null, origin, Token);
        switch (wrong)
        {
            case "origin": _device.Origin = "https://panel.example:8443"; break;
            case "relying party": _device.RelyingParty = "example"; break;
            case "user not verified": _device.VerifiesUser = false; break;
            case "sign count": _device.SignCount -= 1; break;
            case "another's credential": _device.UserHandle = Handle((await _kit.Store.FindAsync("bob", Token))!.Id); break;
            case "no user handle": _device.UserHandle = null; break;
            case "another host": _device.Origin = origin; break;
        }

        var assertion = _device.Get(begun.Options);
        if (wrong == "no JSON") assertion = "[";
        if (wrong == "too long") assertion = assertion.PadRight(40_000);
        if (wrong == "signature")
        {
            var node = JsonNode.Parse(assertion)!;
            var signature = (string)node["response"]!["signature"]!;
            node["response"]!["signature"] = signature[..20] + (signature[20] == 'A' ? 'B' : 'A') + signature[21..];
            assertion = node.ToJsonString();
        }

        (await SendAsync(begun.Ticket, assertion, origin: origin)).ShouldBeOfType<AuthenticationResult.Refused>().Failure.ShouldBe(AuthenticationFailure.InvalidCredentials);
        _kit.Audit.Events.Last().ShouldSatisfyAllConditions(entry => (entry.Action, entry.Outcome, entry.Detail).ShouldBe(("login", "invalid-credentials", "passkey")));
    }

    [Fact]
    public async Task Assertion_WhileTheDatabaseDoesNotAnswer_IsNoFaultOfThePasskey()
    {
        await _kit.AddAsync("ann");
        await RegisterAsync(_device);
        var begun = await _kit.Passkeys.BeginLoginAsync(null, Origin, Token);
        var assertion = _device.Get(begun.Options);
        _kit.Store.Failure = new InvalidOperationException("The database is away.");
        (await SendAsync(begun.Ticket, assertion)).ShouldBeOfType<AuthenticationResult.Refused>().Failure.ShouldBe(AuthenticationFailure.Unavailable);
    }

    [Fact]
    public async Task Assertion_OfAnotherUser_IsNoProofForWhoeverIsLoggedIn()
    {
        await _kit.AddAsync("ann");
        await _kit.AddAsync("bob");
        await RegisterAsync(_device);
        (await FailAsync(_device, userName: "bob")).ShouldBe(AuthenticationFailure.InvalidCredentials);
        (await Should.ThrowAsync<IdentityException>(_kit.Passkeys.BeginLoginAsync("bob", Origin, Token))).Message.ShouldBe("You have no passkey for panel.example.");

        using var bobs = new SoftwareAuthenticator();
        await RegisterAsync(bobs, "bob");
        var begun = await _kit.Passkeys.BeginLoginAsync("bob", Origin, Token);
        (await SendAsync(begun.Ticket, _device.Get(begun.Options), "bob")).ShouldBeOfType<AuthenticationResult.Refused>("the request was for bob's passkeys");
        begun = await _kit.Passkeys.BeginLoginAsync("bob", Origin, Token);
        (await SendAsync(begun.Ticket, bobs.Get(begun.Options), "bob")).ShouldBeOfType<AuthenticationResult.Succeeded>();
    }

    [Fact]
    public async Task Passkey_WithoutACount_LogsInAgainAndAgain()
    {
        await _kit.AddAsync("ann");
        _device.SignCount = 0;
        await RegisterAsync(_device);
        (await LoginAsync(_device)).ShouldBeOfType<AuthenticationResult.Succeeded>();
        (await LoginAsync(_device)).ShouldBeOfType<AuthenticationResult.Succeeded>();
    }

    [Fact]
    public async Task Passkeys_ThatFailTooOften_AreHeldOff()
    {
        await _kit.AddAsync("ann");
        await RegisterAsync(_device);
        _device.VerifiesUser = false;
        for (var i = 0; i < _kit.Options.AddressFailures; i++) await LoginAsync(_device);
        _device.VerifiesUser = true;
        (await FailAsync(_device)).ShouldBe(AuthenticationFailure.Throttled);
    }

    [Theory]
    [InlineData("origin")]
    [InlineData("relying party")]
    [InlineData("user not verified")]
    [InlineData("another session")]
    [InlineData("another user")]
    [InlineData("registered already")]
    [InlineData("no JSON")]
    [InlineData("too long")]
    [InlineData("no label")]
    public async Task Registration_WithSomethingWrong_IsRefusedAndAudited(string wrong)
    {
        await _kit.AddAsync("ann");
        await _kit.AddAsync("bob");
        var before = await SecretsAsync();
        if (wrong == "registered already") await RegisterAsync(_device, "bob");
        var begun = await _kit.Passkeys.BeginRegistrationAsync("ann", Origin, Ann, Token);
        switch (wrong)
        {
            case "origin": _device.Origin = "https://evil.example"; break;
            case "relying party": _device.RelyingParty = "evil.example"; break;
            case "user not verified": _device.VerifiesUser = false; break;
        }

        var attestation = wrong switch { "no JSON" => "{", "too long" => _device.Create(begun.Options).PadRight(40_000), _ => _device.Create(begun.Options) };
        var caller = wrong == "another session" ? Ann with { SessionId = "s2" } : Ann;
        var user = wrong == "another user" ? "bob" : "ann";
        var error = await Should.ThrowAsync<IdentityException>(
            _kit.Passkeys.FinishRegistrationAsync(user, begun.Ticket, attestation, wrong == "no label" ? " " : "laptop", Origin, caller, Token));
        error.Error.ShouldBe(wrong == "no label" ? IdentityError.InvalidValue : IdentityError.InvalidKey);
        (await SecretsAsync()).ShouldBe(before);
        _kit.Audit.Events.Last().ShouldSatisfyAllConditions(entry => (entry.Action, entry.Actor).ShouldBe(("user.key.add", "ann")), entry => entry.Outcome.ShouldStartWith("invalid-"));
    }

    [Fact]
    public async Task Registration_FinishedTwice_CountsOnce()
    {
        await _kit.AddAsync("ann");
        var begun = await _kit.Passkeys.BeginRegistrationAsync("ann", Origin, Ann, Token);
        await FinishAsync(_device, begun);
        _device.CredentialId = [1, 2, 3, 4, 5, 6, 7, 8];
        await Should.ThrowAsync<IdentityException>(FinishAsync(_device, begun));
        (await _kit.Keys.ListAsync("ann", Token)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Registration_NamesThePasskeysThereAre_AndAsksForNoAttestation()
    {
        await _kit.AddAsync("ann");
        await RegisterAsync(_device);
        var options = JsonNode.Parse((await _kit.Passkeys.BeginRegistrationAsync("ann", Origin, Ann, Token)).Options)!;
        ((string?)options["excludeCredentials"]![0]!["id"]).ShouldBe(System.Buffers.Text.Base64Url.EncodeToString(_device.CredentialId));
        ((string?)options["authenticatorSelection"]!["userVerification"], (string?)options["authenticatorSelection"]!["residentKey"], (string?)options["attestation"]).ShouldBe(("required", "required", "none"));
        ((string?)options["rp"]!["id"]).ShouldBe("panel.example");
        JsonNode.Parse((await _kit.Passkeys.BeginLoginAsync(null, Origin, Token)).Options)!["allowCredentials"]!.AsArray().ShouldBeEmpty("nobody learns who has one");
    }

    [Theory]
    [InlineData("https://panel.example", true)]
    [InlineData("https://panel.example:8443", true)]
    [InlineData("http://localhost:8080", true)]
    [InlineData("http://panel.localhost", true)]
    [InlineData("http://panel.example", false)]
    [InlineData("https://192.0.2.1", false)]
    [InlineData("https://[::1]:8443", false)]
    [InlineData("http://127.0.0.1:8080", false)]
    [InlineData("https://panel.example/elsewhere", false)]
    [InlineData("ftp://localhost", false)]
    [InlineData("", false)]
    public async Task Origin_OfAPage_HasPasskeysOrNot(string origin, bool works)
    {
        _kit.Passkeys.WorkAt(origin).ShouldBe(works);
        if (works) await _kit.Passkeys.BeginLoginAsync(null, origin, Token);
        else await Should.ThrowAsync<IdentityException>(_kit.Passkeys.BeginLoginAsync(null, origin, Token));
    }

    private static string Handle(string userId) => System.Buffers.Text.Base64Url.EncodeToString(System.Text.Encoding.UTF8.GetBytes(userId));

    private async Task<AccountKey> RegisterAsync(SoftwareAuthenticator device, string name = "ann") =>
        await FinishAsync(device, await _kit.Passkeys.BeginRegistrationAsync(name, Origin, Ann with { Name = name }, Token), name);

    private Task<AccountKey> FinishAsync(SoftwareAuthenticator device, PasskeyCeremony begun, string name = "ann") =>
        _kit.Passkeys.FinishRegistrationAsync(name, begun.Ticket, device.Create(begun.Options), " laptop", Origin, Ann with { Name = name }, Token);

    private async Task<AuthenticationResult> LoginAsync(SoftwareAuthenticator device, string userName = "")
    {
        var begun = await _kit.Passkeys.BeginLoginAsync(null, Origin, Token);
        return await SendAsync(begun.Ticket, device.Get(begun.Options), userName);
    }

    private async Task<AuthenticationFailure> FailAsync(SoftwareAuthenticator device, string userName = "") =>
        (await LoginAsync(device, userName)).ShouldBeOfType<AuthenticationResult.Refused>().Failure;

    private async Task<AuthenticationResult> SendAsync(string ticket, string assertion, string userName = "", string origin = Origin) =>
        await _kit.Authenticator.AuthenticateAsync(new PasskeyCredential(userName, ticket, assertion, origin), Browser, Token);

    private async Task<System.Collections.Immutable.ImmutableArray<StoredSecret>> SecretsAsync() =>
        await _kit.Store.GetSecretsAsync((await _kit.Store.FindAsync("ann", Token))?.Id ?? "", Token);
}
