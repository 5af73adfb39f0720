using System.Text;
using PluginFramework.Identity;

namespace PluginFramework.Http.Authentication;

/// <summary>The field <c>Authorization: Basic</c> (RFC 7617).</summary>
internal static class BasicHeader
{
    private const string Scheme = "Basic ";
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static bool IsBasic(string? authorization) => authorization?.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Reads name and password; null where they are malformed or longer than any.</summary>
    public static Credential? Read(string authorization)
    {
        var encoded = authorization.AsSpan(Scheme.Length).Trim();
        var buffer = new byte[encoded.Length];
        if (encoded.Length > 4096 || !Convert.TryFromBase64Chars(encoded, buffer, out var length)) return null;
        try
        {
            var text = Utf8.GetString(buffer, 0, length);
            var colon = text.IndexOf(':', StringComparison.Ordinal);
            return colon <= 0 || text.Any(char.IsControl) ? null : new PasswordCredential(text[..colon], text[(colon + 1)..]);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
