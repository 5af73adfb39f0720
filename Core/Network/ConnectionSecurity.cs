using System.Collections.Immutable;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.AspNetCore.Http.Features;
using PluginFramework.Network;

namespace PluginFramework.Core.Network;

/// <summary>TLS on one connection: from the first byte or later, in place.</summary>
internal sealed class ConnectionSecurity(
    ConnectionContext context, ConnectionLifetime lifetime, bool isLocal, CertificateSource certificates, NetworkOptions options,
    TimeProvider clock) : IConnectionSecurityFeature, ITlsConnectionFeature
{
    private TlsTransport? _tls;
    private volatile string? _cipher;
    private int _started;

    public bool IsEncrypted => _cipher is not null;

    public string? Cipher { get => _cipher; set => _cipher = value; }

    public bool IsLocal => isLocal;

    /// <summary>A handshake was begun and TLS is not up.</summary>
    public bool HandshakeFailed => Volatile.Read(ref _started) != 0 && _tls is null;

    public bool CanUpgrade => Volatile.Read(ref _started) == 0 && certificates.Has(out _);

    public X509Certificate2? ClientCertificate
    {
        get => _tls?.ClientCertificate;
        set => throw new NotSupportedException("The client's certificate is what it proved to hold.");
    }

    public Task<X509Certificate2?> GetClientCertificateAsync(CancellationToken cancellationToken) => Task.FromResult(ClientCertificate);

    public async ValueTask UpgradeToTlsAsync(CancellationToken cancellationToken = default)
    {
        Check(out _);

        // Before the go-ahead leaves, lest the client's answer to it be taken for something sent too early.
        ReadAhead.Discard(context.Transport.Input);
        await context.Transport.Output.FlushAsync(cancellationToken).ConfigureAwait(false);
        await HandshakeAsync([], cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes the handshake on a connection from which nothing has been read.</summary>
    /// <param name="applicationProtocols">What to offer the client (ALPN), the preferred first; empty: nothing is negotiated.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="InvalidOperationException">There is no certificate, or a handshake has been tried.</exception>
    /// <exception cref="AuthenticationException">It failed; the connection has been aborted.</exception>
    public async Task HandshakeAsync(ImmutableArray<string> applicationProtocols, CancellationToken cancellationToken)
    {
        Check(out var certificate);
        Volatile.Write(ref _started, 1);

        using var timeout = new CancellationTokenSource(options.HandshakeTimeout, clock);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(
            timeout.Token, cancellationToken, lifetime.ConnectionClosedRequested);
        try
        {
            _tls = await TlsTransport.AcceptAsync(context.Transport, certificate, applicationProtocols, ended.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is AuthenticationException or IOException or OperationCanceledException)
        {
            context.Abort(new ConnectionAbortedException("The TLS handshake failed.", exception));
            cancellationToken.ThrowIfCancellationRequested();
            throw exception switch
            {
                AuthenticationException => exception,
                _ when timeout.IsCancellationRequested => new AuthenticationException(
                    $"The client did not finish the TLS handshake within {options.HandshakeTimeout.TotalSeconds:0.#} s.", exception),
                OperationCanceledException => new AuthenticationException("The host closed the connection during the TLS handshake.", exception),
                _ => new AuthenticationException("The client hung up during the TLS handshake.", exception),
            };
        }

        context.Transport = _tls;
        context.Features.Set<ITlsConnectionFeature>(this);
        var session = new TlsSession(_tls);
        context.Features.Set<ITlsHandshakeFeature>(session);
        context.Features.Set<ITlsApplicationProtocolFeature>(session);
        Cipher = session.NegotiatedCipherSuite.ToString();
    }

    private void Check(out SslStreamCertificateContext certificate)
    {
        if (Volatile.Read(ref _started) != 0) throw new InvalidOperationException("TLS is up already, or was tried and failed.");
        certificate = certificates.TryGet(out var current, out var error)
            ? current
            : throw new InvalidOperationException("TLS is not possible: " + error);
    }

    /// <summary>Ends the TLS session, if there is one: sends what is buffered and says goodbye.</summary>
    public ValueTask CloseAsync() => _tls?.CloseAsync() ?? ValueTask.CompletedTask;
}
