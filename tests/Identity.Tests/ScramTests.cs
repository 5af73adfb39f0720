using System.Security.Cryptography;
using System.Text;
using MailKit.Security;
using PluginFramework.Identity.Sasl;

namespace PluginFramework.Identity.Tests;

public sealed class ScramTests : IDisposable
{
    private const string RfcSecret = "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=";
    private readonly IdentityKit _kit = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _kit.Dispose();

    [Fact, Trait("RFC", "7677 §3")]
    public async Task Exchange_OfTheRfc_GoesAsItSays()
    {
        await _kit.Store.CreateAsync(new User { Id = "", Name = "user" }, [new("scram-sha-256", RfcSecret)], Token);
        var exchange = Exchange("%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0");
        (await TextAsync(exchange, "n,,n=user,r=rOprNGfwEbeRWgbNEkqO"))
            .ShouldBe("r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096");
        (await TextAsync(exchange, "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="))
            .ShouldBe("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
        (await exchange.RespondAsync(Array.Empty<byte>(), Token)).ShouldBeOfType<SaslStep.Succeeded>().Principal.UserName.ShouldBe("user");
    }

    [Theory]
    [InlineData("alice", "correct horse", "correct horse")]
    [InlineData("alice", "pa\u0308sswo\u0308rd", "p\u00E4ssw\u00F6rd")]
    [InlineData("alice", "a,b=c,d=2C", "a,b=c,d=2C")]
    public async Task MailKit_WithTheRightPassword_IsLetInAndKnowsTheServer(string name, string set, string typed)
    {
        await _kit.AddAsync(name, set);
        var (client, last) = await RunAsync(new SaslMechanismScramSha256(name, typed));
        last.ShouldBeOfType<SaslStep.Succeeded>().Principal.UserName.ShouldBe(name);
        client.IsAuthenticated.ShouldBeTrue();
    }

    [Theory]
    [InlineData("alice", "wrong horse")]
    [InlineData("nobody", "correct horse")]
    [InlineData("certified", "correct horse")]
    [InlineData("a,b=c", "correct horse")]
    public async Task MailKit_WithAnythingElse_IsRefusedAfterItsProof(string name, string password)
    {
        await _kit.AddAsync("alice");
        await _kit.AddAsync("certified", password: null);
        var (client, last) = await RunAsync(new SaslMechanismScramSha256(name, password));
        last.ShouldBeOfType<SaslStep.Failed>().Refusal.Failure.ShouldBe(AuthenticationFailure.InvalidCredentials);
        client.IsAuthenticated.ShouldBeFalse();
        _kit.Audit.Events.Last().ShouldBe(new AuditEvent("login", "invalid-credentials")
        {
            Subject = name, Surface = "imap", RemoteAddress = "127.0.0.1", Detail = "scram",
        });
    }

    [Fact]
    public async Task UnknownUser_LooksLikeAKnownOneAndTheSameEachTime()
    {
        await _kit.AddAsync("alice");
        var known = await ServerFirstAsync(_kit.Mechanism("SCRAM-SHA-256"), "alice");
        var unknown = await ServerFirstAsync(_kit.Mechanism("SCRAM-SHA-256"), "nobody");
        unknown.Split(",s=")[0].Length.ShouldBe(known.Split(",s=")[0].Length);
        var salt = unknown.Split(",s=")[1];
        salt.Length.ShouldBe(known.Split(",s=")[1].Length);
        salt.ShouldEndWith(",i=4096");
        var afterRestart = new ScramSha256Mechanism(_kit.Store, _kit.Authenticator, _kit.Context);
        (await ServerFirstAsync(afterRestart, "NOBODY")).Split(",s=")[1].ShouldBe(salt);
        (await ServerFirstAsync(afterRestart, "nobody2")).Split(",s=")[1].ShouldNotBe(salt);
    }

    [Fact]
    public async Task InstallationKey_IsReadableByItsOwnerOnlyAndDamageIsNamed()
    {
        await ServerFirstAsync(_kit.Mechanism("SCRAM-SHA-256"), "nobody");
        var file = Path.Combine(_kit.Context.DataDirectory, "scram.key");
        Directory.GetFiles(_kit.Context.DataDirectory).ShouldBe([file]);
        if (!OperatingSystem.IsWindows()) File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);

        await File.WriteAllTextAsync(file, "short", Token);
        var exchange = new ScramSha256Mechanism(_kit.Store, _kit.Authenticator, _kit.Context).Start(IdentityKit.Local);
        (await exchange.RespondAsync(Octets("n,,n=nobody,r=abc"), Token)).ShouldBeOfType<SaslStep.Failed>()
            .Refusal.Failure.ShouldBe(AuthenticationFailure.Unavailable);
        _kit.Log.Lines.ShouldHaveSingleItem().ShouldContain(file);
    }

    [Fact]
    public async Task Store_ThatFails_MakesTheLoginUnavailable()
    {
        _kit.Store.Failure = new IOException("disk on fire");
        (await Exchange().RespondAsync(Octets("n,,n=user,r=abc"), Token)).ShouldBeOfType<SaslStep.Failed>()
            .Refusal.Failure.ShouldBe(AuthenticationFailure.Unavailable);
        _kit.Log.Lines.ShouldHaveSingleItem().ShouldContain("disk on fire");
    }

    [Theory]
    [InlineData("y,,n=alice,r=abc", "abc")]
    [InlineData("n,a=alice,n=alice,r=abc", "abc")]
    [InlineData("n,,n=alice,r=abc,x=something", "abc")]
    public async Task ClientFirst_WithWhatIsOptional_IsTaken(string message, string nonce)
    {
        await _kit.AddAsync("alice");
        (await TextAsync(Exchange(), message)).ShouldStartWith($"r={nonce}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("n")]
    [InlineData("n,")]
    [InlineData("n,,")]
    [InlineData("n,,n=alice")]
    [InlineData("n,,n=alice,")]
    [InlineData("n,,n=alice,r=")]
    [InlineData("n,,r=abc,n=alice")]
    [InlineData("n,,n=,r=abc")]
    [InlineData("n,,n=al=ice,r=abc")]
    [InlineData("n,,n=al=2cice,r=abc")]
    [InlineData("n,,n=al\0ice,r=abc")]
    [InlineData("n,,n=al\u0001ice,r=abc")]
    [InlineData("n,,n=\u06271,r=abc")]
    [InlineData("n,,n=alice,r=a bc")]
    [InlineData("n,,n=alice,r=\u00E4bc")]
    [InlineData("n,,m=must,n=alice,r=abc")]
    [InlineData("n,,n=alice,r=abc,m=must")]
    [InlineData("n,,n=alice,r=abc,x")]
    [InlineData("n,,n=alice,r=abc,1=x")]
    [InlineData("n,b=alice,n=alice,r=abc")]
    [InlineData("n,a=,n=alice,r=abc")]
    [InlineData("p=tls-unique,,n=alice,r=abc")]
    [InlineData("x,,n=alice,r=abc")]
    [InlineData("N,,n=alice,r=abc")]
    public async Task ClientFirst_Malformed_IsSaidSo(string message) =>
        (await Exchange().RespondAsync(Octets(message), Token)).ShouldBe(Failed(AuthenticationFailure.Malformed));

    [Fact]
    public async Task ClientFirst_WithAnEndlessNonce_IsMalformed() =>
        (await Exchange().RespondAsync(Octets($"n,,n=alice,r={new string('a', 257)}"), Token)).ShouldBe(Failed(AuthenticationFailure.Malformed));

    [Fact]
    public async Task ClientFirst_ForSomebodyElse_IsRefused() =>
        (await Exchange().RespondAsync(Octets("n,a=bob,n=alice,r=abc"), Token)).ShouldBe(Failed(AuthenticationFailure.InvalidCredentials));

    [Theory]
    [InlineData("")]
    [InlineData("c=biws,r=abcSRV")]
    [InlineData("c=biws,r=abcSRV,p=")]
    [InlineData("c=biws,r=abcSRV,p=AAAA")]
    [InlineData("c=biws,r=abcSRV,p=!AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("c=biws,r=abcSRV,p=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("c=biws,r=abc,p=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("c=biws,r=xyzSRV,p=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("c=eSws,r=abcSRV,p=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("c=,r=abcSRV,p=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("r=abcSRV,c=biws,p=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("c=biws,r=abcSRV,m=x,p=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("c=biws,r=abcSRV,p=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=,x=y")]
    public async Task ClientFinal_Malformed_IsSaidSoAndNoLoginIsTried(string message)
    {
        await _kit.AddAsync("alice");
        _kit.Audit.Events.Clear();
        var exchange = Exchange("SRV");
        await TextAsync(exchange, "n,,n=alice,r=abc");
        (await exchange.RespondAsync(Octets(message), Token)).ShouldBe(Failed(AuthenticationFailure.Malformed));
        _kit.Audit.Events.ShouldBeEmpty();
    }

    [Fact]
    public async Task Answer_ToTheServersProof_MustBeEmpty()
    {
        await _kit.Store.CreateAsync(new User { Id = "", Name = "alice" }, [new("scram-sha-256", RfcSecret)], Token);
        var exchange = Exchange("SRV");
        var serverFirst = await TextAsync(exchange, "n,,n=alice,r=abc");
        await TextAsync(exchange, $"c=biws,r=abcSRV,p={Proof($"n=alice,r=abc,{serverFirst},c=biws,r=abcSRV")}");
        (await exchange.RespondAsync(Octets("x"), Token)).ShouldBe(Failed(AuthenticationFailure.Malformed));
    }

    private static ReadOnlyMemory<byte> Octets(string text) => Encoding.UTF8.GetBytes(text);

    private static SaslStep.Failed Failed(AuthenticationFailure failure) => new(new AuthenticationResult.Refused(failure));

    private static async Task<string> TextAsync(ISaslExchange exchange, string message) => Encoding.UTF8.GetString(
        (await exchange.RespondAsync(Octets(message), Token)).ShouldBeOfType<SaslStep.Challenge>().Data.Span);

    private static async Task<string> ServerFirstAsync(ISaslMechanism mechanism, string name) =>
        await TextAsync(mechanism.Start(IdentityKit.Local), $"n,,n={name},r=abc");

    // The client's side of RFC 5802 §3 for the password of the RFC's example.
    private static string Proof(string authMessage)
    {
        var saltedPassword = Rfc2898DeriveBytes.Pbkdf2("pencil", Convert.FromBase64String("W22ZaJ0SNY7soEsUEjb6gQ=="), 4096, HashAlgorithmName.SHA256, 32);
        var clientKey = HMACSHA256.HashData(saltedPassword, "Client Key"u8);
        var signature = HMACSHA256.HashData(SHA256.HashData(clientKey), Encoding.UTF8.GetBytes(authMessage));
        return Convert.ToBase64String([.. clientKey.Zip(signature, (key, sign) => (byte)(key ^ sign))]);
    }

    private ScramExchange Exchange(string serverNonce = "SRV") => new(
        new ScramLookup(_kit.Store, new InstallationKey(_kit.Context, "scram.key"), 4096, _kit.Log), _kit.Authenticator, IdentityKit.Local, serverNonce);

    private async Task<(SaslMechanism Client, SaslStep Last)> RunAsync(SaslMechanism client)
    {
        var exchange = _kit.Mechanism("SCRAM-SHA-256").Start(IdentityKit.Local);
        var step = await exchange.RespondAsync(null, Token);
        while (step is SaslStep.Challenge(var data))
        {
            var answer = await client.ChallengeAsync(Convert.ToBase64String(data.Span), Token);
            step = await exchange.RespondAsync(Convert.FromBase64String(answer), Token);
        }

        return (client, step);
    }
}
