using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PluginFramework.Core.Network;

/// <summary>A certificate in use, as plain data.</summary>
/// <param name="Subject">Whose it is.</param>
/// <param name="Names">The host names and addresses it is good for.</param>
/// <param name="Issuer">Who issued it.</param>
/// <param name="NotBefore">When it begins to be valid.</param>
/// <param name="NotAfter">When it expires.</param>
/// <param name="Fingerprint">SHA-256 of it in DER, lower-case hexadecimal.</param>
/// <param name="Path">The file it was read from.</param>
/// <param name="IsSelfSigned">It vouches for itself.</param>
internal sealed record CertificateStatus(
    string Subject, ImmutableArray<string> Names, string Issuer, DateTimeOffset NotBefore, DateTimeOffset NotAfter, string Fingerprint, string Path,
    bool IsSelfSigned)
{
    /// <summary>The intermediates sent along with it.</summary>
    public ImmutableArray<CertificateStatus> Chain { get; init; } = [];

    public static CertificateStatus Of(X509Certificate2 certificate, string path) => new(
        certificate.Subject,
        [
            .. certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
                .SelectMany(names => names.EnumerateDnsNames().Concat(names.EnumerateIPAddresses().Select(address => address.ToString()))),
        ],
        certificate.Issuer, new DateTimeOffset(certificate.NotBefore).ToUniversalTime(), new DateTimeOffset(certificate.NotAfter).ToUniversalTime(),
        Convert.ToHexStringLower(certificate.GetCertHash(HashAlgorithmName.SHA256)), path,
        certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData));
}
