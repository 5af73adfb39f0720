using System.Security.Cryptography.X509Certificates;

namespace PluginFramework.Network;

/// <summary>How a connection is protected, and the way to protect it in place (STARTTLS). A feature of every connection.</summary>
public interface IConnectionSecurityFeature
{
    /// <summary>TLS is up, or the protocol has said that it encrypts by itself.</summary>
    bool IsEncrypted { get; }

    /// <summary>
    /// What it is encrypted with, for operators to see, such as <c>TLS_AES_256_GCM_SHA384</c>; <see langword="null"/>: it is not. The host sets it with
    /// TLS, and a protocol that encrypts by itself, as SSH, as soon as it does. Safe for use from any thread.
    /// </summary>
    string? Cipher { get; set; }

    /// <summary>Both ends are on this machine: a loopback address, a Unix socket or the in-memory transport.</summary>
    bool IsLocal { get; }

    /// <summary>The certificate the client proved to hold, or <see langword="null"/>. Its chain has not been checked.</summary>
    X509Certificate2? ClientCertificate { get; }

    /// <summary>Whether <see cref="UpgradeToTlsAsync"/> can be used: there is a certificate and TLS is not up.</summary>
    bool CanUpgrade { get; }

    /// <summary>
    /// Makes the handshake as the server. All that was read ahead of it is discarded, as is required against command injection
    /// (RFC 3207 §4.2 and its like). Write the protocol's go-ahead first; afterwards read
    /// <see cref="Microsoft.AspNetCore.Connections.ConnectionContext.Transport"/> anew, for it is another pipe.
    /// </summary>
    /// <exception cref="InvalidOperationException"><see cref="CanUpgrade"/> is false.</exception>
    /// <exception cref="System.Security.Authentication.AuthenticationException">The handshake failed; the connection is of no more use.</exception>
    ValueTask UpgradeToTlsAsync(CancellationToken cancellationToken = default);
}
