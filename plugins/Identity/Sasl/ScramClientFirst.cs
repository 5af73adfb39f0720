using System.Diagnostics.CodeAnalysis;
using PluginFramework.Identity.Text;

namespace PluginFramework.Identity.Sasl;

/// <summary>The client-first-message (RFC 5802 §7).</summary>
/// <param name="Gs2Header">The GS2 header with its last comma, which the client repeats in its final message.</param>
/// <param name="Authorization">The user it wants to act as; empty: itself.</param>
/// <param name="Bare">The message without the GS2 header.</param>
/// <param name="UserName">The user, decoded and prepared.</param>
/// <param name="Nonce">The client's nonce.</param>
internal sealed record ScramClientFirst(string Gs2Header, string Authorization, string Bare, string UserName, string Nonce)
{
    private const int MaxNonceLength = 256;

    public static bool TryParse(string message, [NotNullWhen(true)] out ScramClientFirst? result)
    {
        result = null;
        // "p=…" asks for channel binding, which this mechanism does not have and does not announce.
        if (message is not ['n' or 'y', ',', .. var rest]) return false;
        var comma = rest.IndexOf(',', StringComparison.Ordinal);
        if (comma < 0) return false;
        var authorization = "";
        if (comma > 0 && !(rest.StartsWith("a=", StringComparison.Ordinal) && TryDecodeName(rest[2..comma], out authorization))) return false;

        var bare = rest[(comma + 1)..];
        // "m=…" is a mandatory extension, of which there are none yet.
        if (bare.Split(',') is not [['n', '=', .. var name], ['r', '=', .. var nonce], .. var extensions]) return false;
        if (!TryDecodeName(name, out var userName) || !IsNonce(nonce) || !extensions.All(ScramText.IsExtension)) return false;
        result = new ScramClientFirst(message[..(comma + 3)], authorization, bare, userName, nonce);
        return true;
    }

    private static bool IsNonce(string nonce) =>
        nonce.Length is > 0 and <= MaxNonceLength && !nonce.AsSpan().ContainsAnyExceptInRange('!', '~');

    // saslname: "," is sent as "=2C" and "=" as "=3D".
    private static bool TryDecodeName(string text, out string name)
    {
        name = "";
        var escaped = text.Replace("=2C", "\0", StringComparison.Ordinal).Replace("=3D", "\u0001", StringComparison.Ordinal);
        if (text.AsSpan().ContainsAnyInRange('\0', '\u0001') || escaped.Contains('=', StringComparison.Ordinal)) return false;
        var decoded = escaped.Replace('\0', ',').Replace('\u0001', '=');
        return SaslPrep.TryPrepare(decoded, allowUnassigned: true, out name) && name.Length > 0;
    }
}
