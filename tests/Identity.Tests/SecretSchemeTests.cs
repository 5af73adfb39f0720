using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using PluginFramework.Identity.Secrets;
using PluginFramework.TestUtilities;

namespace PluginFramework.Identity.Tests;

public sealed class SecretSchemeTests : IDisposable
{
    private readonly TestPluginContext _context = new("identity");

    public void Dispose() => _context.Dispose();

    [Fact, Trait("RFC", "9106 §5.3")]
    public void Argon2id_OfTheRfcsInput_YieldsItsTag()
    {
        static byte[] Fill(int count, byte value) => [.. Enumerable.Repeat(value, count)];
        var generator = new Argon2BytesGenerator();
        generator.Init(new Argon2Parameters.Builder(Argon2Parameters.Argon2id).WithVersion(Argon2Parameters.Version13).WithMemoryAsKB(32)
            .WithIterations(3).WithParallelism(4).WithSalt(Fill(16, 2)).WithSecret(Fill(8, 3)).WithAdditional(Fill(12, 4)).Build());
        var tag = new byte[32];
        generator.GenerateBytes(Fill(32, 1), tag);
        Convert.ToHexStringLower(tag).ShouldBe("0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659");
    }

    [Theory] // made by the reference implementation
    [InlineData("$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc", "password", true)]
    [InlineData("$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc", "passwords", false)]
    public void Argon2id_ReadsHashesOfOtherPrograms(string secret, string password, bool isRight) =>
        new Argon2idScheme(_context).Verify(secret, "anyone", password).ShouldBe(isRight);

    [Fact]
    public void Argon2id_Derived_HasTheConfiguredParametersAndVerifies()
    {
        var scheme = new Argon2idScheme(_context);
        var secret = scheme.Derive("alice", "password");
        secret.ShouldStartWith("$argon2id$v=19$m=19456,t=2,p=1$");
        secret.ShouldNotBe(scheme.Derive("alice", "password"), "each has a salt of its own");
        scheme.Verify(secret, "alice", "password").ShouldBeTrue();
        scheme.Verify(secret, "alice", "Password").ShouldBeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData("password")]
    [InlineData("$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc")]
    [InlineData("$argon2id$v=16$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc")]
    [InlineData("$argon2id$v=19$m=4294967296,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc")]
    [InlineData("$argon2id$v=19$m=99999999,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc")]
    [InlineData("$argon2id$v=19$m=7,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc")]
    [InlineData("$argon2id$v=19$m=65536,t=0,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc")]
    [InlineData("$argon2id$v=19$m=65536,t=2,p=0$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc")]
    [InlineData("$argon2id$v=19$m=65536,t=2,p=1$c29t$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc")]
    [InlineData("$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFh")]
    [InlineData("$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHRA$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPcAA")]
    [InlineData("$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc\n")]
    public void Argon2id_OfAnotherForm_ThrowsFormatException(string secret) =>
        Should.Throw<FormatException>(() => new Argon2idScheme(_context).Verify(secret, "alice", "password"));

    [Fact, Trait("RFC", "7677 §3")]
    public void Scram_OfTheRfcsExample_AcceptsItsProofAndSignsAsItDoes()
    {
        var secret = ScramSecret.Derive("pencil"u8.ToArray(), Convert.FromBase64String("W22ZaJ0SNY7soEsUEjb6gQ=="), 4096);
        const string AuthMessage = "n=user,r=rOprNGfwEbeRWgbNEkqO,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
            + "s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
        var authMessage = System.Text.Encoding.UTF8.GetBytes(AuthMessage);
        secret.Accepts(authMessage, Convert.FromBase64String("dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=")).ShouldBeTrue();
        Convert.ToBase64String(secret.Sign(authMessage)).ShouldBe("6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
    }

    [Fact, Trait("RFC", "5803 §3")]
    public void Scram_Derived_HasTheFormOfRfc5803AndVerifies()
    {
        var scheme = new ScramSha256Scheme(_context);
        var secret = scheme.Derive("alice", "password");
        secret.ShouldMatch(@"^SCRAM-SHA-256\$100000:[A-Za-z0-9+/]{22}==\$[A-Za-z0-9+/]{43}=:[A-Za-z0-9+/]{43}=$");
        scheme.Verify(secret, "alice", "password").ShouldBeTrue();
        scheme.Verify(secret, "alice", "Password").ShouldBeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData("SCRAM-SHA-1$4096:AAAA$AAAA:AAAA")]
    [InlineData("SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$AAAA:AAAA")]
    [InlineData("SCRAM-SHA-256$0:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=")]
    [InlineData("SCRAM-SHA-256$99999999:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=")]
    [InlineData("SCRAM-SHA-256$4096:!!!!$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=")]
    [InlineData("SCRAM-SHA-256$4096:$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=")]
    public void Scram_OfAnotherForm_ThrowsFormatException(string secret) =>
        Should.Throw<FormatException>(() => new ScramSha256Scheme(_context).Verify(secret, "alice", "password"));

    [Fact] // the form PostgreSQL keeps, which is RFC 5803's: of the example of RFC 7677
    public void Scram_ReadsSecretsOfOtherPrograms() => new ScramSha256Scheme(_context).Verify(
        "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=",
        "user", "pencil").ShouldBeTrue();

    [Theory]
    [InlineData("passw\u00F6rd", "passwo\u0308rd")]
    [InlineData("\uFF50assword", "password")]
    [InlineData("pass\u00ADword", "password")]
    [InlineData("\uFB01ve words", "five\u00A0words")]
    public void BothSchemes_TakeDifferentSpellingsForTheSamePassword(string set, string typed)
    {
        foreach (var scheme in (ISecretScheme[])[new Argon2idScheme(_context), new ScramSha256Scheme(_context)])
        {
            scheme.Verify(scheme.Derive("alice", set), "alice", typed).ShouldBeTrue(scheme.Name);
        }
    }
}
