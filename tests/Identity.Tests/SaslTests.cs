using System.Text;
using PluginFramework.Network;

namespace PluginFramework.Identity.Tests;

public sealed class SaslTests : IDisposable
{
    private static readonly ClientInfo InClear = IdentityKit.Remote with { IsEncrypted = false };
    private static readonly string Fingerprint = new('a', 64);
    private readonly IdentityKit _kit = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _kit.Dispose();

    [Theory]
    [InlineData("\0alice\0correct horse")]
    [InlineData("alice\0alice\0correct horse")]
    [InlineData("ALICE\0alice\0correct horse")]
    [InlineData("\0\uFF41lice\0correct horse")]
    public async Task Plain_WithTheRightPassword_Succeeds(string message)
    {
        await _kit.AddAsync("alice");
        (await RunAsync("PLAIN", IdentityKit.Local, message)).ShouldBeOfType<SaslStep.Succeeded>().Principal.UserName.ShouldBe("alice");
    }

    [Fact]
    public async Task Plain_WithoutInitialResponse_AsksWithAnEmptyChallenge()
    {
        await _kit.AddAsync("alice");
        var exchange = _kit.Mechanism("PLAIN").Start(IdentityKit.Local);
        (await exchange.RespondAsync(null, Token)).ShouldBeOfType<SaslStep.Challenge>().Data.Length.ShouldBe(0);
        (await exchange.RespondAsync(Octets("\0alice\0correct horse"), Token)).ShouldBeOfType<SaslStep.Succeeded>();
    }

    [Fact]
    public async Task Plain_ForSomebodyElse_IsRefusedWithoutTryingThePassword()
    {
        await _kit.AddAsync("alice");
        _kit.Audit.Events.Clear();
        (await FailureAsync("PLAIN", IdentityKit.Local, "bob\0alice\0correct horse")).ShouldBe(AuthenticationFailure.InvalidCredentials);
        _kit.Audit.Events.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("alice")]
    [InlineData("\0alice")]
    [InlineData("\0\0password")]
    [InlineData("\0alice\0")]
    [InlineData("\0alice\0pass\0word")]
    [InlineData("\0\u0007\0password")]
    [InlineData("\0\u00AD\0password")]
    [InlineData("\0\uFFFD\0password")]
    public async Task Plain_Malformed_IsSaidSo(string message) =>
        (await FailureAsync("PLAIN", IdentityKit.Local, message)).ShouldBe(AuthenticationFailure.Malformed);

    [Fact]
    public async Task Plain_OfInvalidUtf8_IsMalformed() =>
        (await RunAsync("PLAIN", IdentityKit.Local, [[0, (byte)'a', 0, 0xC3, 0x28]])).ShouldBe(Failed(AuthenticationFailure.Malformed));

    [Fact]
    public async Task Response_Over64KiB_IsMalformed()
    {
        foreach (var mechanism in _kit.Mechanisms)
        {
            var client = IdentityKit.Local with { CertificateFingerprint = Fingerprint };
            (await RunAsync(mechanism.Name, client, [new byte[65537]])).ShouldBe(Failed(AuthenticationFailure.Malformed), mechanism.Name);
        }
    }

    [Theory]
    [InlineData("PLAIN")]
    [InlineData("LOGIN")]
    public async Task PasswordMechanisms_WithoutPrivacy_AreNeitherOfferedNorDone(string mechanism)
    {
        _kit.Mechanism(mechanism).IsAvailable(InClear).ShouldBeFalse();
        _kit.Mechanism(mechanism).IsAvailable(IdentityKit.Remote).ShouldBeTrue();
        _kit.Mechanism(mechanism).IsAvailable(IdentityKit.Local).ShouldBeTrue();
        (await FailureAsync(mechanism, InClear, "\0alice\0correct horse")).ShouldBe(AuthenticationFailure.PrivacyRequired);
    }

    [Fact]
    public async Task Login_AsksForNameAndPassword()
    {
        await _kit.AddAsync("alice");
        var exchange = _kit.Mechanism("LOGIN").Start(IdentityKit.Local);
        (await TextAsync(exchange, null)).ShouldBe("Username:");
        (await TextAsync(exchange, "alice")).ShouldBe("Password:");
        (await exchange.RespondAsync(Octets("correct horse"), Token)).ShouldBeOfType<SaslStep.Succeeded>();
    }

    [Fact]
    public async Task Login_TakesTheNameAsInitialResponse()
    {
        await _kit.AddAsync("alice");
        (await RunAsync("LOGIN", IdentityKit.Local, "alice", "correct horse")).ShouldBeOfType<SaslStep.Succeeded>();
    }

    [Theory]
    [InlineData("")]
    [InlineData("ali\0ce")]
    [InlineData("\u0007")]
    [InlineData("alice", "")]
    [InlineData("alice", "pass\0word")]
    public async Task Login_Malformed_IsSaidSo(params string[] messages) =>
        (await FailureAsync("LOGIN", IdentityKit.Local, messages)).ShouldBe(AuthenticationFailure.Malformed);

    [Theory]
    [InlineData("")]
    [InlineData("alice")]
    [InlineData("Alice")]
    public async Task External_WithTheUsersCertificate_Succeeds(string name)
    {
        await WithCertificateAsync();
        var client = InClear with { IsEncrypted = true, CertificateFingerprint = Fingerprint };
        _kit.Mechanism("EXTERNAL").IsAvailable(client).ShouldBeTrue();
        (await RunAsync("EXTERNAL", client, name)).ShouldBeOfType<SaslStep.Succeeded>().Principal.UserName.ShouldBe("alice");
    }

    [Fact]
    public async Task External_WithoutInitialResponse_AsksWithAnEmptyChallenge()
    {
        await WithCertificateAsync();
        var exchange = _kit.Mechanism("EXTERNAL").Start(IdentityKit.Remote with { CertificateFingerprint = Fingerprint });
        (await TextAsync(exchange, null)).ShouldBe("");
        (await exchange.RespondAsync(Octets(""), Token)).ShouldBeOfType<SaslStep.Succeeded>();
    }

    [Theory]
    [InlineData("bob", AuthenticationFailure.InvalidCredentials)]
    [InlineData("al\0ice", AuthenticationFailure.Malformed)]
    [InlineData("\u0007", AuthenticationFailure.Malformed)]
    public async Task External_ForAnyoneElse_IsRefused(string name, AuthenticationFailure failure)
    {
        await WithCertificateAsync();
        await _kit.AddAsync("bob");
        (await FailureAsync("EXTERNAL", IdentityKit.Remote with { CertificateFingerprint = Fingerprint }, name)).ShouldBe(failure);
    }

    [Fact]
    public async Task External_WithoutACertificate_IsNeitherOfferedNorDone()
    {
        _kit.Mechanism("EXTERNAL").IsAvailable(IdentityKit.Remote).ShouldBeFalse();
        (await FailureAsync("EXTERNAL", IdentityKit.Remote, "alice")).ShouldBe(AuthenticationFailure.InvalidCredentials);
    }

    [Fact]
    public async Task Exchange_AfterItsEnd_IsMalformed()
    {
        await _kit.AddAsync("alice");
        var exchange = _kit.Mechanism("PLAIN").Start(IdentityKit.Local);
        (await exchange.RespondAsync(Octets("\0alice\0correct horse"), Token)).ShouldBeOfType<SaslStep.Succeeded>();
        (await exchange.RespondAsync(Octets("\0alice\0correct horse"), Token)).ShouldBe(Failed(AuthenticationFailure.Malformed));
    }

    [Fact]
    public async Task Exchange_WithoutResponseTwice_IsMalformed()
    {
        foreach (var mechanism in _kit.Mechanisms)
        {
            var exchange = mechanism.Start(IdentityKit.Local with { CertificateFingerprint = Fingerprint });
            (await exchange.RespondAsync(null, Token)).ShouldBeOfType<SaslStep.Challenge>(mechanism.Name);
            (await exchange.RespondAsync(null, Token)).ShouldBe(Failed(AuthenticationFailure.Malformed), mechanism.Name);
        }
    }

    [Fact]
    public async Task Exchange_OfRandomOctets_AlwaysEndsInARefusal()
    {
        var random = new Random(4422);
        foreach (var mechanism in _kit.Mechanisms)
        {
            for (var i = 0; i < 500; i++)
            {
                var octets = new byte[random.Next(40)];
                foreach (ref var octet in octets.AsSpan()) octet = (byte)(random.Next(2) == 0 ? random.Next(256) : "n=r,c\0p+/"[random.Next(9)]);
                var exchange = mechanism.Start(IdentityKit.Local with { CertificateFingerprint = Fingerprint });
                SaslStep step = new SaslStep.Challenge(default);
                for (var turn = 0; turn < 4 && step is SaslStep.Challenge; turn++) step = await exchange.RespondAsync(octets, Token);
                step.ShouldBeOfType<SaslStep.Failed>($"{mechanism.Name} {Convert.ToHexString(octets)}");
            }
        }
    }

    private static ReadOnlyMemory<byte> Octets(string text) => Encoding.UTF8.GetBytes(text);

    private static SaslStep.Failed Failed(AuthenticationFailure failure) => new(new AuthenticationResult.Refused(failure));

    private async Task WithCertificateAsync()
    {
        await _kit.AddAsync("alice");
        await _kit.Manager.ChangeAsync("alice", new UserChange { CertificateFingerprints = [Fingerprint] }, IdentityKit.Cli, Token);
    }

    private static async Task<string> TextAsync(ISaslExchange exchange, string? message) => Encoding.UTF8.GetString(
        (await exchange.RespondAsync(message is null ? default(ReadOnlyMemory<byte>?) : Octets(message), Token)).ShouldBeOfType<SaslStep.Challenge>().Data.Span);

    private Task<SaslStep> RunAsync(string mechanism, ClientInfo client, params string[] messages) =>
        RunAsync(mechanism, client, [.. messages.Select(message => Encoding.UTF8.GetBytes(message))]);

    private async Task<SaslStep> RunAsync(string mechanism, ClientInfo client, byte[][] messages)
    {
        var exchange = _kit.Mechanism(mechanism).Start(client);
        SaslStep step = new SaslStep.Challenge(default);
        foreach (var message in messages)
        {
            step.ShouldBeOfType<SaslStep.Challenge>();
            step = await exchange.RespondAsync(message, Token);
        }

        return step;
    }

    private async Task<AuthenticationFailure> FailureAsync(string mechanism, ClientInfo client, params string[] messages) =>
        (await RunAsync(mechanism, client, messages)).ShouldBeOfType<SaslStep.Failed>().Refusal.Failure;
}
