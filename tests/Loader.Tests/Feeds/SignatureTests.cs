using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using NuGet.Common;
using NuGet.Packaging.Signing;
using PluginFramework.Loader.Feeds.Configuration;
using HashAlgorithmName = NuGet.Common.HashAlgorithmName;

namespace PluginFramework.Loader.Feeds;

public sealed class SignatureTests : IDisposable
{
    private readonly FeedFolder _folder = new();
    private readonly X509Certificate2 _author = Certificate("CN=Acme");
    private readonly X509Certificate2 _other = Certificate("CN=Mallory");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _author.Dispose();
        _other.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Require_TakesOnlyWhatATrustedSignerSigned()
    {
        await SignAsync(_folder.AddPlugin("Signed", "1.0.0"), _author);
        await SignAsync(_folder.AddPlugin("Foreign", "1.0.0"), _other);
        _folder.AddPlugin("Unsigned", "1.0.0");

        (await DownloadAsync("Signed", _author)).ShouldBeNull();
        (await DownloadAsync("Foreign", _author))!.ShouldContain("is refused: NU");
        (await DownloadAsync("Unsigned", _author))!.ShouldContain("it is not signed, and signatures are required");
        (await DownloadAsync("Foreign", _author, _other)).ShouldBeNull();
        foreach (var package in new[] { "Signed", "Foreign", "Unsigned" }) (await DownloadAsync(package)).ShouldBeNull("accepted without the policy");
    }

    [Fact]
    public async Task Require_TakesWhatATrustedRepositoryCountersigned()
    {
        var path = _folder.AddPlugin("Signed", "1.0.0");
        await SignAsync(path, _other);
        await SignAsync(path, Copy(_author), certificate => new RepositorySignPackageRequest(certificate, HashAlgorithmName.SHA256, HashAlgorithmName.SHA256, new Uri("https://feeds.example/v3/index.json"), ["acme"]));
        (await DownloadAsync("Signed", _author)).ShouldBeNull();
        using var third = Certificate("CN=Third");
        (await DownloadAsync("Signed", third))!.ShouldContain("refused");
    }

    [Fact]
    public async Task PackageChangedAfterItWasSigned_IsRefusedUnderEitherPolicy()
    {
        var path = _folder.AddPlugin("Signed", "1.0.0");
        await SignAsync(path, _author);
        using (var zip = System.IO.Compression.ZipFile.Open(path, System.IO.Compression.ZipArchiveMode.Update))
        {
            using var writer = new StreamWriter(zip.CreateEntry("lib/net10.0/evil.txt").Open());
            writer.Write("evil");
        }
        (await DownloadAsync("Signed", _author))!.ShouldContain("refused");
        (await DownloadAsync("Signed"))!.ShouldContain("refused");
    }

    private async Task<string?> DownloadAsync(string package, params X509Certificate2[] trusted)
    {
        var configuration = trusted.Length == 0 ? _folder.Local : _folder.Local with
        {
            Signatures = SignaturePolicy.Require,
            TrustedSigners = [new TrustedSigner("Acme", [.. trusted.Select(certificate => certificate.GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA256))])],
        };
        using var feeds = _folder.Open(configuration);
        try
        {
            await feeds.DownloadAsync(package, "1.0.0", cancellationToken: Token);
            return null;
        }
        catch (FeedException exception)
        {
            return exception.Message;
        }
    }

    private static Task SignAsync(string path, X509Certificate2 certificate) => SignAsync(path, Copy(certificate), own => new AuthorSignPackageRequest(own, HashAlgorithmName.SHA256));

    // A request disposes of its certificate.
    private static X509Certificate2 Copy(X509Certificate2 certificate) => X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), null, X509KeyStorageFlags.Exportable);

    private static async Task SignAsync(string path, X509Certificate2 certificate, Func<X509Certificate2, SignPackageRequest> make)
    {
        var signed = path + ".signed";
        using (var request = make(certificate))
        {
            request.AllowUntrustedRoot = true;
            using var options = SigningOptions.CreateFromFilePaths(path, signed, overwrite: false, new X509SignatureProvider(timestampProvider: null), NullLogger.Instance);
            await SigningUtility.SignAsync(options, request, Token);
        }
        File.Move(signed, path, overwrite: true);
    }

    private static X509Certificate2 Certificate(string name)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest(name, key, System.Security.Cryptography.HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.3")], critical: true));
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(30));
    }
}
