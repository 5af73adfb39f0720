using PluginFramework.Network;
using PluginFramework.TestUtilities;

namespace PluginFramework.Identity.Tests;

public sealed class PasswordCheckerTests : IDisposable
{
    private static readonly string Fingerprint = new('a', 64);
    private readonly IdentityKit _kit = new();
    private readonly FakeScheme _strong = new("strong");
    private readonly FakeScheme _second = new("second");
    private readonly FakeScheme _weak = new("oscar-md5", weakFor: "oscar");
    private readonly PasswordChecker _checker;

    public PasswordCheckerTests() => _checker = new PasswordChecker(
        _kit.Store, new LiveExportsFake<ISecretScheme>(_weak, _strong, _second), _kit.Gate, _kit.Context);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _kit.Dispose();

    [Fact]
    public async Task Password_IsVerifiedWithTheBestSecretOnly()
    {
        await StoreAsync(new("second", "alice:other"), new("strong", "alice:password"));
        (await CheckAsync("password")).ShouldBeOfType<CredentialCheck.Accepted>();
        (await CheckAsync("other")).ShouldBeOfType<CredentialCheck.Rejected>();
        _second.Verified.ShouldBe(0);
    }

    [Fact]
    public async Task DamagedSecret_IsLoggedAndPassedOver()
    {
        await StoreAsync(new("strong", "damaged"), new("second", "alice:password"));
        (await CheckAsync("password")).ShouldBeOfType<CredentialCheck.Accepted>();
        _kit.Log.Lines.ShouldHaveSingleItem().ShouldContain("strong secret of alice");
    }

    [Fact]
    public async Task WeakSecret_ProvesNothingOverAnotherProtocol()
    {
        await StoreAsync(new StoredSecret("oscar-md5", "alice:password"));
        (await CheckAsync("password", "imap")).ShouldBeOfType<CredentialCheck.Rejected>();
        (await CheckAsync("password", "oscar")).ShouldBeOfType<CredentialCheck.Accepted>();
    }

    [Fact]
    public async Task UnknownUser_IsLeftToTheNextCheckerAtTheCostOfOneHash()
    {
        (await CheckAsync("password")).ShouldBeOfType<CredentialCheck.NotMine>();
        _strong.Derived.ShouldBe(1);
    }

    [Fact]
    public async Task UserWithoutAPassword_IsRejectedAtTheCostOfOneHash()
    {
        await StoreAsync(new StoredSecret(StoredSecret.CertificateScheme, Fingerprint));
        (await CheckAsync("password")).ShouldBeOfType<CredentialCheck.Rejected>();
        _strong.Derived.ShouldBe(1);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("ALICE", true)]
    [InlineData("bob", false)]
    public async Task Certificate_LogsInItsOwnerOnly(string name, bool isAccepted)
    {
        await StoreAsync(new StoredSecret(StoredSecret.CertificateScheme, Fingerprint));
        var check = await _checker.CheckAsync(new CertificateCredential(name, Fingerprint), IdentityKit.Remote, Token);
        (check is CredentialCheck.Accepted).ShouldBe(isAccepted);
    }

    [Fact]
    public async Task Certificate_OfNobody_IsNotMine() =>
        (await _checker.CheckAsync(new CertificateCredential("alice", Fingerprint), IdentityKit.Remote, Token)).ShouldBeOfType<CredentialCheck.NotMine>();

    [Fact]
    public async Task Credentials_OfOtherKinds_AreNotMine()
    {
        (await _checker.CheckAsync(new OtherCredential("alice"), IdentityKit.Local, Token)).ShouldBeOfType<CredentialCheck.NotMine>();
        (await _checker.CheckAsync(new ScramCredential("alice", "scram-sha-1", default, default), IdentityKit.Local, Token))
            .ShouldBeOfType<CredentialCheck.NotMine>();
    }

    [Fact]
    public async Task ScramProof_OfAnyLength_IsNoProof()
    {
        await _kit.AddAsync("alice");
        foreach (var length in (int[])[0, 1, 31, 32, 33, 1000])
        {
            var credential = new ScramCredential("alice", "scram-sha-256", new byte[10], new byte[length]);
            (await _checker.CheckAsync(credential, IdentityKit.Local, Token)).ShouldBeOfType<CredentialCheck.Rejected>($"{length}");
        }
    }

    private async Task StoreAsync(params StoredSecret[] secrets) =>
        await _kit.Store.CreateAsync(new User { Id = "", Name = "alice" }, secrets, Token);

    private async Task<CredentialCheck> CheckAsync(string password, string protocol = "imap") =>
        await _checker.CheckAsync(new PasswordCredential("alice", password), new ClientInfo(protocol, "c1"), Token);

    private sealed record OtherCredential(string UserName) : Credential(UserName);
}
