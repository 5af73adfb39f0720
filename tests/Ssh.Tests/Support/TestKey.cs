using System.Security.Cryptography;
using PluginFramework.Ssh.HostKeys;
using PluginFramework.Ssh.Protocol;
using PluginFramework.Ssh.Protocol.Messages;

namespace PluginFramework.Ssh.Tests.Support;

/// <summary>A user's key, perhaps as a security key holds it.</summary>
internal sealed class TestKey : IDisposable
{
    private const string Application = "ssh:";

    private readonly HostKey _key;
    private readonly bool _isSecurityKey;

    public TestKey(string type)
    {
        Algorithm = type;
        _isSecurityKey = type.StartsWith("sk-", StringComparison.Ordinal);
        _key = type.Contains("ed25519") ? Ed25519HostKey.Make() : EcdsaHostKey.Make();
        var inner = new SshReader(_key.PublicKey);
        inner.ReadName();
        PublicKey = _isSecurityKey ? new SshWriter().Text(type).Raw(inner.Rest).Text(Application).ToArray() : _key.PublicKey;
    }

    public string Algorithm { get; init; }

    public byte[] PublicKey { get; }

    /// <summary>A certificate of the key, to log in by in its place.</summary>
    public byte[]? Certificate { get; private set; }

    /// <summary>What a security key says: 1 it was touched, 4 it has verified its user.</summary>
    public byte Flags { get; init; } = 1;

    public AuthenticationRequestMessage Question(string user) =>
        new(user, "ssh-connection", "publickey", new SshWriter().Boolean(false).Text(Algorithm).String(PublicKey).ToArray());

    public AuthenticationRequestMessage Request(string user, byte[] sessionId)
    {
        var fields = new SshWriter().Boolean(true).Text(Certificate is null ? Algorithm : CertificateType).String(Certificate ?? PublicKey).ToArray();
        var data = new SshWriter().String(sessionId).Number(SshMessageNumber.AuthenticationRequest).Text(user).Text("ssh-connection").Text("publickey").Raw(fields).ToArray();
        return new(user, "ssh-connection", "publickey", [.. fields, .. new SshWriter().String(Sign(data)).Written]);
    }

    /// <summary>Has an authority sign for the key, for ever.</summary>
    /// <param name="authority">The authority.</param>
    /// <param name="principal">The user.</param>
    /// <param name="criticalOption">The name of an option without a value; <see langword="null"/>: none.</param>
    /// <param name="another">The name of a second.</param>
    /// <param name="signer">Who signs in place of the authority.</param>
    public void Certify(HostKey authority, string principal, string? criticalOption = null, string? another = null, HostKey? signer = null)
    {
        var fields = new SshReader(PublicKey);
        fields.ReadName();
        var options = new SshWriter();
        foreach (var option in new[] { criticalOption, another }.OfType<string>()) options.Text(option).String([]);
        var certificate = new SshWriter().Text(CertificateType).String(new byte[32]).Raw(fields.Rest).UInt64(1).UInt32(1).Text("id")
            .String(new SshWriter().Text(principal).Written).UInt64(0).UInt64(ulong.MaxValue).String(options.Written).String([]).String([]).String(authority.PublicKey);
        Certificate = certificate.String((signer ?? authority).Sign(authority.Algorithms[0], certificate.Written)).ToArray();
    }

    private string CertificateType => Algorithm.Replace("@openssh.com", "") + "-cert-v01@openssh.com";

    public byte[] Sign(byte[] data)
    {
        if (!_isSecurityKey) return _key.Sign(_key.Algorithms[0], data);
        const uint Counter = 9;
        var signed = new SshWriter().Raw(SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(Application))).Byte(Flags).UInt32(Counter).Raw(SHA256.HashData(data)).ToArray();
        var inner = new SshReader(_key.Sign(_key.Algorithms[0], signed));
        inner.ReadName();
        return new SshWriter().Text(Algorithm).String(inner.ReadString()).Byte(Flags).UInt32(Counter).ToArray();
    }

    public void Dispose() => _key.Dispose();
}
