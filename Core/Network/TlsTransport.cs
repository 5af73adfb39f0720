using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace PluginFramework.Core.Network;

/// <summary>The decrypted side of a connection.</summary>
internal sealed class TlsTransport : IDuplexPipe
{
    private readonly SslStream _stream;

    private TlsTransport(SslStream stream)
    {
        _stream = stream;

        // Zero-byte reads: a connection that idles holds no buffer. The stream stays open so that goodbye can be said at the end.
        Input = PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true, useZeroByteReads: true));
        Output = PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true));
    }

    public PipeReader Input { get; }

    public PipeWriter Output { get; }

    public X509Certificate2? ClientCertificate => _stream.RemoteCertificate as X509Certificate2;

    /// <summary>The handshake's outcome, to be read while the session lasts.</summary>
    public SslStream Session => _stream;

    /// <summary>Makes the handshake as the server. A client certificate is asked for and not required.</summary>
    [SuppressMessage("Security", "CA5359", Justification = "A client certificate is known by its fingerprint, as with SSH keys; no chain leads to it.")]
    [SuppressMessage("Security", "CA5398", Justification = "Both versions in use are named, so that a system's older defaults do not come back.")]
    public static async Task<TlsTransport> AcceptAsync(
        IDuplexPipe plain, SslStreamCertificateContext certificate, ImmutableArray<string> applicationProtocols, CancellationToken cancellationToken)
    {
        var stream = new SslStream(new DuplexPipeStream(plain));
        try
        {
            await stream.AuthenticateAsServerAsync(
                new SslServerAuthenticationOptions
                {
                    ServerCertificateContext = certificate,
                    ClientCertificateRequired = true,
                    RemoteCertificateValidationCallback = static (_, _, _, _) => true,
                    EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                    AllowRenegotiation = false,
                    ApplicationProtocols = applicationProtocols.IsEmpty ? null : [.. applicationProtocols.Select(name => new SslApplicationProtocol(name))],

                    // A client's certificate must not make the host fetch anything.
                    CertificateChainPolicy = new X509ChainPolicy
                    {
                        DisableCertificateDownloads = true,
                        RevocationMode = X509RevocationMode.NoCheck,
                        VerificationFlags = X509VerificationFlags.AllFlags,
                    },
                },
                cancellationToken).ConfigureAwait(false);
            return new TlsTransport(stream);
        }
        catch
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask CloseAsync()
    {
        try
        {
            await Output.CompleteAsync().ConfigureAwait(false);
            await Input.CompleteAsync().ConfigureAwait(false);
            await _stream.ShutdownAsync().ConfigureAwait(false);
        }
        finally
        {
            await _stream.DisposeAsync().ConfigureAwait(false);
        }
    }
}
