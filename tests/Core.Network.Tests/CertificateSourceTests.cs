using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace PluginFramework.Core.Network.Tests;

public sealed class CertificateSourceTests : IDisposable
{
    private static readonly DateTime Stamp = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private readonly string _directory = Directory.CreateTempSubdirectory("cert-").FullName;
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(Stamp));
    private readonly LogRecorder _log = new();

    [Fact]
    public void SelfSigned_IsMadeOnceForThisMachineAndItsKeyIsPrivate()
    {
        var first = Get(Source(new()));
        var second = Get(Source(new()));

        second.Thumbprint.ShouldBe(first.Thumbprint);
        var names = first.Extensions.OfType<X509SubjectAlternativeNameExtension>().ShouldHaveSingleItem();
        names.EnumerateDnsNames().ShouldContain("localhost");
        names.EnumerateIPAddresses().ShouldBe([IPAddress.Loopback, IPAddress.IPv6Loopback]);
        first.GetECDsaPublicKey().ShouldNotBeNull().KeySize.ShouldBe(256);
        if (OperatingSystem.IsWindows()) return;
        File.GetUnixFileMode(Path.Combine(_directory, "certificates", "self-signed.key"))
            .ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public void SelfSigned_ThatExpires_IsRenewedWhileRunning()
    {
        var source = Source(new());
        var first = Get(source);

        _clock.Advance(TimeSpan.FromDays(824));
        Get(source).Thumbprint.ShouldBe(first.Thumbprint);
        _clock.Advance(TimeSpan.FromDays(2));

        Get(source).Thumbprint.ShouldNotBe(first.Thumbprint);
    }

    [Fact]
    public void SelfSigned_WithAKeyOfAnother_IsMadeAnew()
    {
        var first = Get(Source(new()));
        using var other = TlsClient.MakeCertificate("other");
        File.WriteAllText(Path.Combine(_directory, "certificates", "self-signed.key"), other.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());

        Get(Source(new())).Thumbprint.ShouldNotBe(first.Thumbprint);
    }

    [Fact]
    public void Pem_ThatChanges_IsRereadAndABrokenOneIsNot()
    {
        using var one = TlsClient.MakeCertificate("one");
        using var two = TlsClient.MakeCertificate("two");
        var path = Path.Combine(_directory, "cert.pem");
        TlsClient.WritePem(path, one, Stamp);
        var source = Source(new() { CertificatePath = "cert.pem" });
        Get(source).Subject.ShouldBe("CN=one");

        File.WriteAllText(path, "-----BEGIN NONSENSE");
        Later();
        Get(source).Subject.ShouldBe("CN=one");
        File.Delete(path);
        Later();
        Get(source).Subject.ShouldBe("CN=one");
        Later();
        Get(source).Subject.ShouldBe("CN=one");
        TlsClient.WritePem(path, two, Stamp.AddHours(1));
        Later();
        Get(source).Subject.ShouldBe("CN=two");

        var errors = _log.At(LogLevel.Error).ToList();
        errors.Count.ShouldBe(2, "each fault is reported once");
        errors.ShouldAllBe(error => error.Contains("The certificate in use stays", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null, "does not exist")]
    [InlineData("nonsense", "cannot be used")]
    public void Pem_ThatCannotBeUsed_IsExplained(string? content, string expected)
    {
        if (content is not null) File.WriteAllText(Path.Combine(_directory, "cert.pem"), content);

        Source(new() { CertificatePath = "cert.pem" }).TryGet(out var certificate, out var error).ShouldBeFalse();

        certificate.ShouldBeNull();
        error.ShouldNotBeNull().ShouldContain(expected);
        error.ShouldContain("CertificateKeyPath");
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private static X509Certificate2 Get(CertificateSource source)
    {
        source.TryGet(out SslStreamCertificateContext? context, out var error).ShouldBeTrue(error);
        return context!.TargetCertificate;
    }

    private void Later() => _clock.Advance(TimeSpan.FromSeconds(5));

    private CertificateSource Source(NetworkOptions options) => new(options, _directory, _clock, _log);
}
