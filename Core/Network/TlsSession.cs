using System.Net.Security;
using System.Security.Authentication;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace PluginFramework.Core.Network;

/// <summary>What was agreed on in a TLS handshake, as it was when it ended.</summary>
internal sealed class TlsSession(TlsTransport transport) : ITlsHandshakeFeature, ITlsApplicationProtocolFeature
{
    public SslProtocols Protocol { get; } = transport.Session.SslProtocol;

    public TlsCipherSuite NegotiatedCipherSuite { get; } = transport.Session.NegotiatedCipherSuite;

    public string HostName { get; } = transport.Session.TargetHostName;

    public ReadOnlyMemory<byte> ApplicationProtocol { get; } = transport.Session.NegotiatedApplicationProtocol.Protocol;

    TlsCipherSuite? ITlsHandshakeFeature.NegotiatedCipherSuite => NegotiatedCipherSuite;

#pragma warning disable CS0618, SYSLIB0058 // The interface still has them.
    CipherAlgorithmType ITlsHandshakeFeature.CipherAlgorithm => transport.Session.CipherAlgorithm;

    int ITlsHandshakeFeature.CipherStrength => transport.Session.CipherStrength;

    HashAlgorithmType ITlsHandshakeFeature.HashAlgorithm => transport.Session.HashAlgorithm;

    int ITlsHandshakeFeature.HashStrength => transport.Session.HashStrength;

    ExchangeAlgorithmType ITlsHandshakeFeature.KeyExchangeAlgorithm => transport.Session.KeyExchangeAlgorithm;

    int ITlsHandshakeFeature.KeyExchangeStrength => transport.Session.KeyExchangeStrength;
#pragma warning restore CS0618, SYSLIB0058
}
