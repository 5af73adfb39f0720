using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PluginFramework.TestUtilities;

/// <summary>A device with one passkey, and the browser before it (WebAuthn Level 3). It does as it is told, also what no honest one would.</summary>
public sealed class SoftwareAuthenticator : IDisposable
{
    private readonly ECDsa? _ecdsa;
    private readonly RSA? _rsa;
    private string? _userHandle;

    /// <param name="isRsa">Whether it signs with RS256 in place of ES256.</param>
    public SoftwareAuthenticator(bool isRsa = false)
    {
        if (isRsa) _rsa = RSA.Create(2048);
        else _ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    }

    /// <summary>The passkey's id.</summary>
    public byte[] CredentialId { get; set; } = RandomNumberGenerator.GetBytes(32);

    /// <summary>Where the page is that asks.</summary>
    public string Origin { get; set; } = "https://panel.example";

    /// <summary>The relying party that is signed for; <see langword="null"/>: the one that the options name.</summary>
    public string? RelyingParty { get; set; }

    /// <summary>Whether it has asked for a finger or a PIN.</summary>
    public bool VerifiesUser { get; set; } = true;

    /// <summary>How often it was used; it counts on with each use. Zero: it does not count.</summary>
    public uint SignCount { get; set; } = 1;

    /// <summary>The user whose passkey it says it is.</summary>
    public string? UserHandle { get => _userHandle; set => _userHandle = value; }

    /// <summary>Makes the passkey: the JSON of <c>navigator.credentials.create</c>.</summary>
    public string Create(string options)
    {
        var asked = JsonNode.Parse(options)!;
        _userHandle = (string)asked["user"]!["id"]!;
        byte[] data = [.. Data((string)asked["rp"]!["id"]!, 0x40), .. new byte[16], .. BigEndian((ushort)CredentialId.Length), .. CredentialId, .. PublicKey()];
        byte[] attestation = [0xA3, .. Text("fmt"), .. Text("none"), .. Text("attStmt"), 0xA0, .. Text("authData"), 0x59, .. BigEndian((ushort)data.Length), .. data];
        return Answer(new() { ["clientDataJSON"] = Encoded(ClientData("webauthn.create", asked)), ["attestationObject"] = Encoded(attestation), ["transports"] = new JsonArray("internal") });
    }

    /// <summary>Uses it: the JSON of <c>navigator.credentials.get</c>.</summary>
    public string Get(string options)
    {
        var asked = JsonNode.Parse(options)!;
        if (SignCount > 0) SignCount++;
        var (data, client) = (Data((string)asked["rpId"]!, 0), ClientData("webauthn.get", asked));
        byte[] signed = [.. data, .. SHA256.HashData(client)];
        var signature = _ecdsa?.SignData(signed, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence) ?? _rsa!.SignData(signed, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return Answer(new() { ["clientDataJSON"] = Encoded(client), ["authenticatorData"] = Encoded(data), ["signature"] = Encoded(signature), ["userHandle"] = _userHandle });
    }

    public void Dispose()
    {
        _ecdsa?.Dispose();
        _rsa?.Dispose();
    }

    private byte[] ClientData(string type, JsonNode asked) =>
        JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["type"] = type, ["challenge"] = (string)asked["challenge"]!, ["origin"] = Origin, ["crossOrigin"] = false });

    private byte[] Data(string relyingParty, byte flags)
    {
        var count = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(count, SignCount);
        return [.. SHA256.HashData(Encoding.UTF8.GetBytes(RelyingParty ?? relyingParty)), (byte)(flags | 0x01 | (VerifiesUser ? 0x04 : 0)), .. count];
    }

    /// <summary>As COSE has it (RFC 9053).</summary>
    private byte[] PublicKey()
    {
        if (_rsa?.ExportParameters(false) is { } rsa) return [0xA4, 0x01, 0x03, 0x03, 0x39, 0x01, 0x00, 0x20, 0x59, .. BigEndian((ushort)rsa.Modulus!.Length), .. rsa.Modulus, 0x21, 0x43, .. rsa.Exponent!];
        var point = _ecdsa!.ExportParameters(false).Q;
        return [0xA5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20, .. point.X!, 0x22, 0x58, 0x20, .. point.Y!];
    }

    private string Answer(JsonObject response) => new JsonObject
    {
        ["id"] = Encoded(CredentialId), ["rawId"] = Encoded(CredentialId), ["type"] = "public-key", ["authenticatorAttachment"] = "platform", ["clientExtensionResults"] = new JsonObject(),
        ["response"] = response,
    }.ToJsonString();

    private static byte[] Text(string text) => [(byte)(0x60 + text.Length), .. Encoding.ASCII.GetBytes(text)];

    private static byte[] BigEndian(ushort number) => [(byte)(number >> 8), (byte)number];

    private static string Encoded(byte[] octets) => Base64Url.EncodeToString(octets);
}
