using System.Diagnostics.CodeAnalysis;

namespace PluginFramework.Identity.Sasl;

/// <summary>The client-final-message (RFC 5802 §7).</summary>
/// <param name="ChannelBinding">The GS2 header as the client remembers it, in base64.</param>
/// <param name="Nonce">Both nonces.</param>
/// <param name="WithoutProof">The message up to the proof.</param>
/// <param name="Proof">The ClientProof.</param>
internal sealed record ScramClientFinal(string ChannelBinding, string Nonce, string WithoutProof, byte[] Proof)
{
    private const int ProofOctets = 32;

    public static bool TryParse(string message, [NotNullWhen(true)] out ScramClientFinal? result)
    {
        result = null;
        if (message.Split(',') is not [['c', '=', .. var binding], ['r', '=', .. var nonce], .. var extensions, ['p', '=', .. var proof]]) return false;
        var octets = new byte[ProofOctets];
        if (!extensions.All(ScramText.IsExtension)) return false;
        if (proof.Length != 44 || !Convert.TryFromBase64String(proof, octets, out var length) || length != ProofOctets) return false;
        result = new ScramClientFinal(binding, nonce, message[..message.LastIndexOf(",p=", StringComparison.Ordinal)], octets);
        return true;
    }
}
