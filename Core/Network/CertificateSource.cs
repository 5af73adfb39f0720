using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;

namespace PluginFramework.Core.Network;

/// <summary>
/// The host's certificate for TLS: from the configured PEM files, or self-signed under the run directory. Safe for use from any thread.
/// </summary>
/// <remarks>
/// The files are looked at when a certificate is needed, at most every five seconds, and reread when they have changed. A change that
/// cannot be read is logged, and the certificate in use stays.
/// </remarks>
public sealed class CertificateSource(NetworkOptions options, string runDirectory, TimeProvider clock, ILoggerFactory loggers)
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(5);

    private readonly ILogger _log = loggers.CreateLogger<CertificateSource>();
    private readonly SelfSignedCertificate _selfSigned = new(Path.Combine(runDirectory, "certificates"), clock);

    // Guards the fields below, and lets one caller look at the files while the others wait for what it finds.
    private readonly Lock _gate = new();
    private Lazy<SslStreamCertificateContext>? _current;
    private CertificateStatus? _status;
    private string? _error;
    private string? _stamp;
    private long _looked;

    /// <summary>Whether there is a certificate to use now, or why there is none and what to do.</summary>
    public bool Has([NotNullWhen(false)] out string? error)
    {
        var (current, problem) = Find();
        error = current is null ? problem : null;
        return error is null;
    }

    /// <summary>The certificate to use now, or why there is none and what to do.</summary>
    public bool TryGet([NotNullWhen(true)] out SslStreamCertificateContext? certificate, [NotNullWhen(false)] out string? error)
    {
        certificate = null;
        var (current, problem) = Find();
        if (current is null)
        {
            error = problem;
            return false;
        }

        try
        {
            (certificate, error) = (current.Value, null);
            return true;
        }
        catch (CryptographicException exception)
        {
            error = $"The certificate cannot be used ({exception.Message}). Replace it, or leave out CertificatePath for a self-signed one.";
            return false;
        }
    }

    /// <summary>
    /// The certificate in use, and what is wrong with the files now. Neither where none has been needed yet. Looks at no file and makes none.
    /// </summary>
    internal (CertificateStatus? InUse, string? Error) Peek()
    {
        lock (_gate) return (_status, _error);
    }

    /// <summary>Reads the files now, whether or not they have changed.</summary>
    internal (CertificateStatus? InUse, string? Error) Reload()
    {
        lock (_gate)
        {
            _stamp = "";
            Look();
            return (_status, _error);
        }
    }

    private (Lazy<SslStreamCertificateContext>? Current, string Error) Find()
    {
        lock (_gate)
        {
            if (_stamp is null || clock.GetElapsedTime(_looked) >= LookInterval) Look();
            return (_current, _error ?? "there is no certificate");
        }
    }

    private void Look()
    {
        _looked = clock.GetTimestamp();
        var certificatePath = options.CertificatePath is { } path ? Path.Combine(runDirectory, path) : null;
        var keyPath = options.CertificateKeyPath is { } key ? Path.Combine(runDirectory, key) : certificatePath;
        try
        {
            var stamp = certificatePath is null ? _selfSigned.Prepare() : $"{Stamp(certificatePath)} {Stamp(keyPath!)}";
            if (stamp == _stamp) return;
            _stamp = stamp;
            var (certificate, chain) = Load(certificatePath ?? _selfSigned.CertificatePath, keyPath ?? _selfSigned.KeyPath);
            // This reads every authority the system trusts, which takes a tenth of a second that a start need not wait for: in the background.
            var context = new Lazy<SslStreamCertificateContext>(() => SslStreamCertificateContext.Create(certificate, chain, offline: true));
            _current = context;
            var file = certificatePath ?? _selfSigned.CertificatePath;
            _status = CertificateStatus.Of(certificate, file) with { Chain = [.. chain.Select(above => CertificateStatus.Of(above, file))] };
            ThreadPool.UnsafeQueueUserWorkItem(static context => Prepare(context), context, preferLocal: false);
            _error = null;
            NetworkLog.CertificateLoaded(_log, certificate.Subject, file, certificate.NotAfter);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            Fail(certificatePath, exception);
        }
    }

    private static void Prepare(Lazy<SslStreamCertificateContext> context)
    {
        try
        {
            _ = context.Value;
        }
        catch (CryptographicException)
        {
            // Whoever needs it is told.
        }
    }

    private void Fail(string? certificatePath, Exception exception)
    {
        // The same fault every five seconds is one fault.
        var error = certificatePath is null
            ? $"The self-signed certificate {_selfSigned.CertificatePath} cannot be made or read ({exception.Message}). "
                + "Make its directory writable, or name PEM files in CertificatePath and CertificateKeyPath."
            : $"The certificate {certificatePath} cannot be used ({exception.Message}). "
                + "CertificatePath must name a PEM file with the certificate, CertificateKeyPath (or the same file) its unencrypted key.";
        _stamp ??= "";
        if (_error == error) return;
        _error = error;
        if (_current is null) NetworkLog.CertificateUnusable(_log, error, exception);
        else NetworkLog.CertificateChangeUnusable(_log, error, exception);
    }

    private static (X509Certificate2, X509Certificate2Collection) Load(string certificatePath, string keyPath)
    {
        var certificate = X509Certificate2.CreateFromPemFile(certificatePath, keyPath);
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(certificatePath);
        for (var i = chain.Count - 1; i >= 0; i--)
        {
            if (chain[i].RawData.AsSpan().SequenceEqual(certificate.RawData)) chain.RemoveAt(i);
        }

        if (!OperatingSystem.IsWindows()) return (certificate, chain);

        // Windows' TLS does not take a key that exists in memory alone.
        using (certificate)
        {
            return (X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null), chain);
        }
    }

    private static string Stamp(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists) throw new FileNotFoundException($"{path} does not exist");
        return $"{file.LastWriteTimeUtc.Ticks}/{file.Length}/{file.LinkTarget}";
    }
}
