using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PluginFramework.Core.Network.Tests;

/// <summary>The client's side of TLS.</summary>
internal static class TlsClient
{
    [SuppressMessage("Security", "CA5359", Justification = "The server's certificate is of its own making.")]
    public static async Task<SslStream> ConnectAsync(Stream stream, X509Certificate2? own = null, IEnumerable<string>? applicationProtocols = null)
    {
        var tls = new SslStream(stream);
        await tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = "localhost",
                ApplicationProtocols = applicationProtocols is null ? null : [.. applicationProtocols.Select(name => new SslApplicationProtocol(name))],
                RemoteCertificateValidationCallback = (_, _, _, _) => true,
                ClientCertificateContext = own is null ? null : SslStreamCertificateContext.Create(own, null, offline: true),
            },
            TestContext.Current.CancellationToken);
        return tls;
    }

    public static X509Certificate2 MakeCertificate(string subject, DateTimeOffset? notAfter = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=" + subject, key, HashAlgorithmName.SHA256);
        var from = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
        return request.CreateSelfSigned(from, notAfter ?? from.AddYears(50));
    }

    /// <summary>Writes certificate and key into one PEM file, dated so that every write is a change.</summary>
    public static void WritePem(string path, X509Certificate2 certificate, DateTime stamp)
    {
        File.WriteAllText(path, certificate.ExportCertificatePem() + "\n" + certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem() + "\n");
        File.SetLastWriteTimeUtc(path, stamp);
    }
}
