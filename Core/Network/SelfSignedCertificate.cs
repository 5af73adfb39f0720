using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PluginFramework.Core.Network;

/// <summary>A certificate of the host's own making, kept until it expires: <c>self-signed.pem</c> and its <c>self-signed.key</c>.</summary>
internal sealed class SelfSignedCertificate(string directory, TimeProvider clock)
{
    // As long as platforms accept a certificate for a server at all.
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(825);

    private DateTimeOffset? _goodUntil;

    public string CertificatePath { get; } = Path.Combine(directory, "self-signed.pem");

    public string KeyPath { get; } = Path.Combine(directory, "self-signed.key");

    /// <summary>Makes it where there is none that is whole and valid. Returns what changes when it does.</summary>
    public string Prepare()
    {
        if (_goodUntil is null || _goodUntil <= clock.GetUtcNow() || !File.Exists(CertificatePath) || !File.Exists(KeyPath))
        {
            _goodUntil = ExpiryOnDisk() is { } expiry && expiry > clock.GetUtcNow() ? expiry : Make();
        }

        return $"{_goodUntil:O} {File.GetLastWriteTimeUtc(CertificatePath).Ticks}";
    }

    private DateTimeOffset? ExpiryOnDisk()
    {
        if (!File.Exists(CertificatePath) || !File.Exists(KeyPath)) return null;
        try
        {
            using var certificate = X509Certificate2.CreateFromPemFile(CertificatePath, KeyPath);
            return certificate.NotAfter;
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            // Two files are not written at one stroke: a key without its certificate is what a crash between them leaves.
            return null;
        }
    }

    private DateTimeOffset Make()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        if (Uri.CheckHostName(Environment.MachineName) == UriHostNameType.Dns && Environment.MachineName != "localhost")
            names.AddDnsName(Environment.MachineName);
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));

        // Begun a day ago, for clients whose clock is behind.
        var now = clock.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now + Lifetime);
        Directory.CreateDirectory(directory);
        Write(KeyPath, key.ExportPkcs8PrivateKeyPem(), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Write(CertificatePath, certificate.ExportCertificatePem(),
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        return certificate.NotAfter;
    }

    private static void Write(string path, string text, UnixFileMode mode)
    {
        var draft = path + ".new";
        File.Delete(draft);
        var create = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) create.UnixCreateMode = mode;
        using (var writer = new StreamWriter(draft, create)) writer.WriteLine(text);
        File.Move(draft, path, overwrite: true);
    }
}
