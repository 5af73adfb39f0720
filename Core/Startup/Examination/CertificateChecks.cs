using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PluginFramework.Core.Configuration;

namespace PluginFramework.Core.Startup.Examination;

/// <summary>Checks the certificate for TLS.</summary>
internal static class CertificateChecks
{
    private const string Check = "certificate";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private static readonly TimeSpan Soon = TimeSpan.FromDays(14);

    public static IEnumerable<Finding> Run(CommandContext context, HostConfiguration configuration, bool fix)
    {
        if (configuration.CertificatePath is not { } path)
        {
            yield return Finding.Ok(Check, "None is configured; the host makes its own and renews it.");
            yield break;
        }

        var key = configuration.CertificateKeyPath ?? path;
        yield return Examine(path, key, context.Builder.TimeProvider.GetUtcNow());
        if (OperatingSystem.IsWindows() || !File.Exists(key) || (File.GetUnixFileMode(key) & (UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.GroupWrite)) == 0) yield break;
        if (fix)
        {
            File.SetUnixFileMode(key, OwnerOnly);
            yield return Finding.Ok(Check, $"The private key {key} could be read or changed by others, and is made its owner's alone.");
            yield break;
        }

        yield return Finding.Problem(Check, $"The private key {key} can be read or changed by others.", $"chmod 600 {key}");
    }

    private static Finding Examine(string path, string key, DateTimeOffset now)
    {
        try
        {
            using var certificate = X509Certificate2.CreateFromPemFile(path, key);
            var end = new DateTimeOffset(certificate.NotAfter.ToUniversalTime());
            if (end <= now) return Finding.Problem(Check, $"{path} expired on {end:yyyy-MM-dd}.", "Renew it; the daemon takes the new file by itself.");
            if (certificate.NotBefore.ToUniversalTime() > now.UtcDateTime) return Finding.Problem(Check, $"{path} is not valid before {certificate.NotBefore.ToUniversalTime():yyyy-MM-dd}.", "Set the clock, or use another.");
            return end - now < Soon ? Finding.Warning(Check, $"{path} expires on {end:yyyy-MM-dd}.", "Renew it; the daemon takes the new file by itself.") : Finding.Ok(Check, $"{path} is valid until {end:yyyy-MM-dd}.");
        }
        catch (Exception error) when (error is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            return Finding.Problem(Check, $"{path} with the key {key} cannot be used: {error.Message}", "certificates:certificate must name a PEM file with the certificate, certificates:key (or the same file) its unencrypted key.");
        }
    }
}
