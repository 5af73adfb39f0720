using NuGet.Common;
using NuGet.Packaging;
using NuGet.Packaging.Signing;
using PluginFramework.Loader.Feeds.Configuration;

namespace PluginFramework.Loader.Feeds.Packages;

/// <summary>
/// Enforces the signature policy. Trust rests on the fingerprints in the configuration, not on the machine's roots, and nobody is asked
/// over the network whether a certificate was revoked: a signer no longer trusted is taken out of the configuration.
/// </summary>
internal sealed class SignatureChecker(FeedConfiguration configuration)
{
    /// <exception cref="FeedException">The policy refuses the package.</exception>
    public async Task CheckAsync(CachedPackage package, CancellationToken cancellationToken)
    {
        var isRequired = configuration.Signatures is SignaturePolicy.Require;
        string[] fingerprints = [.. configuration.TrustedSigners.SelectMany(signer => signer.Fingerprints).Select(fingerprint => fingerprint.ToUpperInvariant()).Distinct()];
        ISignatureVerificationProvider[] providers = isRequired
            ?
            [
                new IntegrityVerificationProvider(),
                new SignatureTrustAndValidityVerificationProvider(fingerprints.Select(fingerprint => KeyValuePair.Create(fingerprint, HashAlgorithmName.SHA256))),
                new AllowListVerificationProvider(
                    [.. fingerprints.Select(fingerprint => new CertificateHashAllowListEntry(VerificationTarget.All, SignaturePlacement.Any, fingerprint, HashAlgorithmName.SHA256))],
                    requireNonEmptyAllowList: true),
            ]
            : [new IntegrityVerificationProvider()];
        var settings = new SignedPackageVerifierSettings(
            allowUnsigned: !isRequired, allowIllegal: false, allowUntrusted: !isRequired, allowIgnoreTimestamp: true, allowMultipleTimestamps: true,
            allowNoTimestamp: true, allowUnknownRevocation: true, reportUnknownRevocation: false, VerificationTarget.All, SignaturePlacement.Any,
            SignatureVerificationBehavior.IfExistsAndIsNecessary, RevocationMode.Offline);

        using var reader = new PackageArchiveReader(package.Path);
        var result = await new PackageSignatureVerifier(providers).VerifySignaturesAsync(reader, settings, cancellationToken).ConfigureAwait(false);
        if (result.IsValid) return;
        if (!result.IsSigned) throw Refuse(package, "it is not signed, and signatures are required");
        var reasons = result.Results.SelectMany(one => one.GetErrorIssues()).Select(issue => $"{issue.Code}: {issue.Message}").Distinct();
        throw Refuse(package, string.Join(" ", reasons));
    }

    private static FeedException Refuse(CachedPackage package, string reason) => new(package.Feed,
        $"{package.Id} {package.Version} is refused: {reason}. Take it from another feed, or trust its signer once you have checked the fingerprint.");
}
