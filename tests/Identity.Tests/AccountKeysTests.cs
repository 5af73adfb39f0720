using System.Text;
using OtpNet;
using PluginFramework.Identity.Keys;

namespace PluginFramework.Identity.Tests;

public sealed class AccountKeysTests : IDisposable
{
    private const string Key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ3KgmnQF8fBDbVmqpiUbIuGRp1HMq3cmwjNdB8pS9zq ann@laptop";

    private readonly IdentityKit _kit = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _kit.Dispose();

    [Theory]
    [InlineData(59, "94287082")]
    [InlineData(1111111109, "07081804")]
    [InlineData(1234567890, "89005924")]
    [InlineData(20000000000, "65353130")]
    [Trait("RFC", "6238 Appendix B")]
    public void Code_OfTheStandardsExample_IsTaken(long seconds, string code)
    {
        var secret = new TotpSecret(Encoding.ASCII.GetBytes("12345678901234567890"));
        var now = DateTimeOffset.FromUnixTimeSeconds(seconds);
        secret.StepOf(code[2..], now).ShouldBe(seconds / 30);
        secret.StepOf(code[2..], now.AddSeconds(90)).ShouldBeNull();
        secret.StepOf("000000", now).ShouldBeNull();
    }

    [Fact]
    public async Task Authenticator_OnceConfirmed_IsAskedFor_AndEachCodeCountsOnce()
    {
        await _kit.AddAsync("ann");
        var enrolment = await _kit.Keys.BeginAuthenticatorAsync("ann", IdentityKit.Cli, Token);
        (await _kit.LoginAsync("ann")).ShouldBeOfType<AuthenticationResult.Succeeded>("it is not confirmed yet");
        enrolment.Uri.ShouldStartWith("otpauth://totp/pluginhost:ann?secret=");

        (await Should.ThrowAsync<IdentityException>(_kit.Keys.ConfirmAuthenticatorAsync("ann", "000000", IdentityKit.Cli, Token))).Error.ShouldBe(IdentityError.InvalidCode);
        var codes = await _kit.Keys.ConfirmAuthenticatorAsync("ann", Code(enrolment), IdentityKit.Cli, Token);

        (await _kit.FailAsync("ann")).ShouldBe(AuthenticationFailure.SecondFactorRequired);
        (await _kit.FailAsync("ann", "wrong password")).ShouldBe(AuthenticationFailure.InvalidCredentials, "whoever does not know the password learns nothing of it");
        (await LoginAsync(Code(enrolment))).ShouldBeOfType<AuthenticationResult.Refused>("it has confirmed the app").Failure.ShouldBe(AuthenticationFailure.InvalidCredentials);
        _kit.Context.Clock.Advance(TimeSpan.FromSeconds(30));
        var code = Code(enrolment);
        (await LoginAsync(code)).ShouldBeOfType<AuthenticationResult.Succeeded>();
        (await LoginAsync(code)).ShouldBeOfType<AuthenticationResult.Refused>();
        codes.Distinct().Count().ShouldBe(10);
        _kit.Context.Clock.Advance(TimeSpan.FromMinutes(20)); // past the throttle
        (await LoginAsync($" {codes[3].ToUpperInvariant()}")).ShouldBeOfType<AuthenticationResult.Succeeded>();
        (await LoginAsync(codes[3])).ShouldBeOfType<AuthenticationResult.Refused>();
        (await _kit.Keys.ListAsync("ann", Token)).Select(key => $"{key.Id} {key.Label}").ShouldBe(["authenticator Authenticator app", "recovery-codes 9 left"]);
    }

    [Fact]
    public async Task RecoveryCode_UsedTwiceAtOnce_CountsOnce()
    {
        await _kit.AddAsync("ann");
        var codes = await EnrolAsync();
        _kit.Context.Clock.Advance(TimeSpan.FromMinutes(20));
        var results = await Task.WhenAll(LoginAsync(codes[0]), LoginAsync(codes[0]));
        results.Count(result => result is AuthenticationResult.Succeeded).ShouldBe(1);
    }

    [Fact]
    public async Task Authenticator_SurvivesANewPassword_AndItsRemovalMakesThePasswordEnough()
    {
        await _kit.AddAsync("ann");
        await EnrolAsync();
        await _kit.Manager.ChangeAsync("ann", new UserChange { Password = "another password" }, IdentityKit.Cli, Token);
        (await _kit.FailAsync("ann", "another password")).ShouldBe(AuthenticationFailure.SecondFactorRequired);
        await _kit.Keys.RemoveAsync("ann", "authenticator", IdentityKit.Cli, Token);
        (await _kit.LoginAsync("ann", "another password")).ShouldBeOfType<AuthenticationResult.Succeeded>();
        (await _kit.Keys.ListAsync("ann", Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task AuthenticatorSecret_InTheDatabase_CannotBeReadThere()
    {
        var user = await _kit.AddAsync("ann");
        var enrolment = await _kit.Keys.BeginAuthenticatorAsync("ann", IdentityKit.Cli, Token);
        await _kit.Keys.ConfirmAuthenticatorAsync("ann", Code(enrolment), IdentityKit.Cli, Token);
        var stored = (await _kit.Store.GetSecretsAsync(user.Id, Token)).Single(secret => secret.Scheme == KeySchemes.Authenticator).Value;
        var (octets, plain) = (Convert.FromBase64String(stored), Base32Encoding.ToBytes(enrolment.Secret));
        octets.AsSpan().IndexOf(plain).ShouldBe(-1);
    }

    [Fact]
    public async Task AppPassword_OpensItsProtocolsWithoutACode_UntilItExpiresOrGoes()
    {
        await _kit.AddAsync("ann");
        await EnrolAsync();
        var password = await _kit.Keys.AddAppPasswordAsync(
            "ann", new("mail") { Protocols = ["imap"], ExpiresAt = _kit.Context.TimeProvider.GetUtcNow().AddDays(1) }, IdentityKit.Cli, Token);

        var principal = (await _kit.LoginAsync("ann", password)).ShouldBeOfType<AuthenticationResult.Succeeded>().Principal;
        (principal.IsAppPassword, principal.Protocols.ShouldHaveSingleItem()).ShouldBe((true, "imap"));
        (await _kit.FailAsync("ann", password, IdentityKit.Local with { Protocol = "irc" })).ShouldBe(AuthenticationFailure.ProtocolNotAllowed);
        (await _kit.Authenticator.AuthenticateAsync(new TokenCredential(password), IdentityKit.Local, Token)).ShouldBeOfType<AuthenticationResult.Succeeded>().Principal.UserName.ShouldBe("ann");
        await _kit.AddAsync("bob");
        (await _kit.FailAsync("bob", password)).ShouldBe(AuthenticationFailure.InvalidCredentials, "it is another's");

        _kit.Context.Clock.Advance(TimeSpan.FromDays(2));
        (await _kit.FailAsync("ann", password)).ShouldBe(AuthenticationFailure.InvalidCredentials);
        var key = (await _kit.Keys.ListAsync("ann", Token)).Single(one => one.Kind == AccountKeyKind.AppPassword);
        await _kit.Keys.RemoveAsync("ann", key.Id, IdentityKit.Cli, Token);
        (await _kit.Keys.ListAsync("ann", Token)).ShouldNotContain(one => one.Kind == AccountKeyKind.AppPassword);
        _kit.Audit.Events.ShouldAllBe(entry => entry.Detail == null || !entry.Detail.Contains(password));
    }

    [Fact]
    public async Task AppPassword_NeverOpensMoreThanItsUserMay()
    {
        await _kit.AddAsync("ann", IdentityKit.Password, "imap");
        var password = await _kit.Keys.AddAppPasswordAsync("ann", new("all") { Protocols = ["imap", "irc"] }, IdentityKit.Cli, Token);
        (await _kit.FailAsync("ann", password, IdentityKit.Local with { Protocol = "irc" })).ShouldBe(AuthenticationFailure.ProtocolNotAllowed);
    }

    [Theory]
    [InlineData("pfa_0000000000000000000000000000000000000000")]
    [InlineData("pfa_")]
    [InlineData("")]
    public async Task Token_ThatIsNone_IsRefused(string token) =>
        (await _kit.Authenticator.AuthenticateAsync(new TokenCredential(token), IdentityKit.Local, Token)).ShouldBeOfType<AuthenticationResult.Refused>().Failure.ShouldBe(AuthenticationFailure.InvalidCredentials);

    [Fact]
    public async Task SshKey_LogsItsUserIn_AndIsShownAsOpenSshShowsIt()
    {
        await _kit.AddAsync("ann");
        var key = await _kit.Keys.AddSshKeyAsync("ann", Key, IdentityKit.Cli, Token);
        key.Label.ShouldBe("ann@laptop");
        key.Fingerprint!.ShouldMatch("^SHA256:[A-Za-z0-9+/]{43}$");
        var blob = Convert.FromBase64String(Key.Split(' ')[1]);
        (await _kit.Authenticator.AuthenticateAsync(new PublicKeyCredential("ann", "ssh-ed25519", blob), IdentityKit.Local, Token)).ShouldBeOfType<AuthenticationResult.Succeeded>();
        blob[^1]++;
        (await _kit.Authenticator.AuthenticateAsync(new PublicKeyCredential("ann", "ssh-ed25519", blob), IdentityKit.Local, Token)).ShouldBeOfType<AuthenticationResult.Refused>();
        (await Should.ThrowAsync<IdentityException>(_kit.Keys.AddSshKeyAsync("ann", Key, IdentityKit.Cli, Token))).Message.ShouldBe("The user has this key already.");
    }

    [Theory]
    [InlineData("ssh-dss AAAAB3NzaC1kc3M= old", "not taken")]
    [InlineData("ssh-ed25519", "A line of authorized_keys")]
    [InlineData("ssh-ed25519 %%% x", "not in Base64")]
    [InlineData("ssh-ed25519 AAAAB3NzaC1yc2EAAAADAQABAAABAQ== x", "not of the type")]
    public async Task SshKey_ThatIsNone_IsRefusedWithTheReason(string line, string reason)
    {
        await _kit.AddAsync("ann");
        (await Should.ThrowAsync<IdentityException>(_kit.Keys.AddSshKeyAsync("ann", line, IdentityKit.Cli, Token))).Message.ShouldContain(reason);
    }

    private static string Code(AuthenticatorEnrolment enrolment, DateTimeOffset now) => new Totp(Base32Encoding.ToBytes(enrolment.Secret)).ComputeTotp(now.UtcDateTime);

    private string Code(AuthenticatorEnrolment enrolment) => Code(enrolment, _kit.Context.TimeProvider.GetUtcNow());

    private async Task<IReadOnlyList<string>> EnrolAsync() =>
        await _kit.Keys.ConfirmAuthenticatorAsync("ann", Code(await _kit.Keys.BeginAuthenticatorAsync("ann", IdentityKit.Cli, Token)), IdentityKit.Cli, Token);

    private async Task<AuthenticationResult> LoginAsync(string code) =>
        await _kit.Authenticator.AuthenticateAsync(new PasswordCredential("ann", IdentityKit.Password) { OneTimeCode = code }, IdentityKit.Local, Token);
}
