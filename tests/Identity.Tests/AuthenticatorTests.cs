using System.Collections.Immutable;

namespace PluginFramework.Identity.Tests;

public sealed class AuthenticatorTests : IDisposable
{
    private readonly IdentityKit _kit = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _kit.Dispose();

    [Fact]
    public async Task Login_WithTheRightPassword_YieldsThePrincipal()
    {
        await _kit.Manager.AddAsync(new NewUser("Alice", IdentityKit.Password) { Roles = ["operator"] }, IdentityKit.Cli, Token);
        var principal = (await _kit.LoginAsync("alice")).ShouldBeOfType<AuthenticationResult.Succeeded>().Principal;
        principal.UserName.ShouldBe("Alice");
        principal.IsOperator.ShouldBeTrue();
    }

    [Theory]
    [InlineData("alice", "wrong horse")]
    [InlineData("alice", "")]
    [InlineData("alice", "correct horse ")]
    [InlineData("nobody", IdentityKit.Password)]
    [InlineData("", IdentityKit.Password)]
    [InlineData("alice\0", IdentityKit.Password)]
    public async Task Login_WithAnythingElse_IsInvalidCredentials(string name, string password)
    {
        await _kit.AddAsync("alice");
        (await _kit.FailAsync(name, password)).ShouldBe(AuthenticationFailure.InvalidCredentials);
    }

    [Fact]
    public async Task Login_WithANameOfAnyLength_IsRefusedAndRecordedShort()
    {
        (await _kit.FailAsync(new string('x', 60_000))).ShouldBe(AuthenticationFailure.InvalidCredentials);
        _kit.Audit.Events.ShouldHaveSingleItem().Subject!.Length.ShouldBe(65);
    }

    [Fact]
    public async Task Login_OfADisabledUser_IsSaidOnlyAfterTheRightPassword()
    {
        await _kit.AddAsync("alice");
        await _kit.Manager.ChangeAsync("alice", new UserChange { IsDisabled = true }, IdentityKit.Cli, Token);
        (await _kit.FailAsync("alice", "wrong horse")).ShouldBe(AuthenticationFailure.InvalidCredentials);
        (await _kit.FailAsync("alice")).ShouldBe(AuthenticationFailure.AccountDisabled);
    }

    [Fact]
    public async Task Login_OverAProtocolNotAllowed_IsSaidOnlyAfterTheRightPassword()
    {
        await _kit.AddAsync("alice", IdentityKit.Password, "irc");
        (await _kit.FailAsync("alice", "wrong horse")).ShouldBe(AuthenticationFailure.InvalidCredentials);
        (await _kit.FailAsync("alice")).ShouldBe(AuthenticationFailure.ProtocolNotAllowed);
        (await _kit.LoginAsync("alice", client: IdentityKit.Local with { Protocol = "irc" })).ShouldBeOfType<AuthenticationResult.Succeeded>();
    }

    [Theory]
    [InlineData("*", false)]
    [InlineData("oscar", true)]
    public async Task Login_OverAProtocolWithAWeakSecret_NeedsItsName(string protocols, bool isAllowed)
    {
        _kit.Schemes.Add(new FakeScheme("oscar-md5", weakFor: "oscar"));
        await _kit.AddAsync("alice", IdentityKit.Password, protocols);
        (await _kit.LoginAsync("alice", client: IdentityKit.Local with { Protocol = "oscar" }) is AuthenticationResult.Succeeded).ShouldBe(isAllowed);
    }

    [Fact]
    public async Task Password_InClearFromAnotherMachine_IsRefusedUnlessItsProtocolIsExempt()
    {
        await _kit.AddAsync("alice");
        var client = IdentityKit.Remote with { IsEncrypted = false };
        (await _kit.FailAsync("alice", client: client)).ShouldBe(AuthenticationFailure.PrivacyRequired);
        _kit.Options.PlaintextProtocols = ["irc"];
        (await _kit.FailAsync("alice", client: client)).ShouldBe(AuthenticationFailure.PrivacyRequired);
        _kit.Options.PlaintextProtocols = ["irc", "imap"];
        (await _kit.LoginAsync("alice", client: client)).ShouldBeOfType<AuthenticationResult.Succeeded>();
    }

    [Fact]
    public async Task Checkers_AreAskedInOrderUntilOneDecides()
    {
        var user = new User { Id = "7", Name = "bob" };
        var silent = new FakeChecker(_ => Task.FromResult<CredentialCheck>(new CredentialCheck.NotMine()));
        var decisive = new FakeChecker(credential => Task.FromResult<CredentialCheck>(
            ((PasswordCredential)credential).Password == "yes" ? new CredentialCheck.Accepted(user) : new CredentialCheck.Rejected()));
        var last = new FakeChecker(_ => Task.FromResult<CredentialCheck>(new CredentialCheck.Accepted(user)));
        foreach (var checker in (ImmutableArray<FakeChecker>)[silent, decisive, last]) _kit.Checkers.Add(checker);
        (await _kit.LoginAsync("bob", "yes")).ShouldBeOfType<AuthenticationResult.Succeeded>();
        (await _kit.FailAsync("bob", "no")).ShouldBe(AuthenticationFailure.InvalidCredentials);
        (silent.Calls, decisive.Calls, last.Calls).ShouldBe((2, 2, 0));
    }

    [Fact]
    public async Task Checker_ThatThrows_MakesTheLoginUnavailableAndIsLoggedAndNoOtherIsAsked()
    {
        _kit.Store.Failure = new IOException("disk on fire");
        var next = new FakeChecker(_ => Task.FromResult<CredentialCheck>(new CredentialCheck.Rejected()));
        _kit.Checkers.Add(next);
        (await _kit.FailAsync("alice")).ShouldBe(AuthenticationFailure.Unavailable);
        next.Calls.ShouldBe(0);
        _kit.Log.Lines.ShouldHaveSingleItem().ShouldContain("disk on fire");
        _kit.Audit.Events.ShouldHaveSingleItem().Outcome.ShouldBe("unavailable");
    }

    [Fact]
    public async Task Checkers_ThatDoNotAnswer_NeverThrottle()
    {
        _kit.Store.Failure = new TimeoutException();
        for (var i = 0; i < 30; i++) (await _kit.FailAsync("alice")).ShouldBe(AuthenticationFailure.Unavailable);
    }

    [Fact]
    public async Task Cancellation_ByTheCaller_IsPassedOnAndLeavesNoAttemptInProgress()
    {
        _kit.Checkers.Remove(_kit.Checkers.Current[0].Value);
        var checker = new FakeChecker(_ => Task.FromCanceled<CredentialCheck>(new CancellationToken(true)));
        _kit.Checkers.Add(checker);
        for (var i = 0; i < 40; i++)
        {
            await Should.ThrowAsync<OperationCanceledException>(async () => await _kit.Authenticator.AuthenticateAsync(
                new PasswordCredential("alice", "x"), IdentityKit.Local, new CancellationToken(true)));
        }

        checker.Calls.ShouldBe(40, "an attempt still counted as in progress would be refused");
    }

    [Fact]
    public async Task Audit_TellsWhoWhereAndHowItEnded()
    {
        await _kit.AddAsync("Alice");
        _kit.Audit.Events.Clear();
        await _kit.LoginAsync("alice", client: IdentityKit.Remote);
        await _kit.LoginAsync("bo\nb", client: IdentityKit.Remote);
        _kit.Audit.Events.ShouldBe(
        [
            new AuditEvent("login", "ok") { Actor = "Alice", Subject = "Alice", Surface = "imap", RemoteAddress = "192.0.2.1", Detail = "password" },
            new AuditEvent("login", "invalid-credentials") { Subject = "bo?b", Surface = "imap", RemoteAddress = "192.0.2.1", Detail = "password" },
        ]);
    }

    [Fact]
    public async Task AuditAndLog_HoldNoSecret()
    {
        const string Wrong = "Wr0ng-S3cret", Right = "R1ght-S3cret", New = "N3w-S3cret";
        _kit.Schemes.Add(new FakeScheme("oscar-md5", weakFor: "oscar"));
        await _kit.AddAsync("alice", Right, "imap", "oscar");
        await _kit.LoginAsync("alice", Right);
        await _kit.LoginAsync("alice", Wrong);
        await _kit.LoginAsync("nobody", Wrong, IdentityKit.Remote with { IsEncrypted = false });
        await _kit.Manager.ChangeAsync("alice", new UserChange { Password = New }, IdentityKit.Cli, Token);
        await Should.ThrowAsync<IdentityException>(() => _kit.AddAsync("alice", Wrong));
        var user = (await _kit.Store.FindAsync("alice", Token)).ShouldNotBeNull();
        var secrets = await _kit.Store.GetSecretsAsync(user.Id, Token);
        await _kit.Store.SetSecretsAsync(user.Id, [new("argon2id", $"damaged {secrets[0].Value}"), new("scram-sha-256", $"damaged {secrets[1].Value}")], Token);
        await _kit.LoginAsync("alice", New);
        _kit.Store.Failure = new IOException("gone");
        await _kit.LoginAsync("alice", New);

        var written = string.Join('\n', _kit.Audit.Events.Select(item => item.ToString()).Concat(_kit.Log.Lines));
        _kit.Audit.Events.Count.ShouldBe(8);
        _kit.Log.Lines.Count.ShouldBe(3);
        foreach (var secret in (ImmutableArray<string>)[Wrong, Right, New, .. secrets.Select(secret => secret.Value)]) written.ShouldNotContain(secret);
    }
}
