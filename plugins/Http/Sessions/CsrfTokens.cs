using System.Composition;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace PluginFramework.Http.Sessions;

/// <summary>Tokens that only a page of this server can have, each bound to a cookie. Safe for use from any thread.</summary>
/// <remarks>A token looks different each time it is asked for, so that a compressed page's length does not give it away.</remarks>
[Export, Shared]
public sealed class CsrfTokens
{
    private const int Octets = 32;
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(Octets);

    /// <summary>A token for what a cookie stands for.</summary>
    public string Issue(string binding)
    {
        Span<byte> token = stackalloc byte[2 * Octets];
        RandomNumberGenerator.Fill(token[..Octets]);
        Compute(binding, token[Octets..]);
        Mask(token);
        return WebEncoders.Base64UrlEncode(token);
    }

    /// <summary>Whether the token was issued for that.</summary>
    public bool IsValid(string? token, string binding)
    {
        Span<byte> given = stackalloc byte[2 * Octets + 2];
        if (token is not { Length: 86 } || !System.Buffers.Text.Base64Url.TryDecodeFromChars(token, given, out var length) || length != 2 * Octets) return false;
        given = given[..length];
        Mask(given);
        Span<byte> expected = stackalloc byte[Octets];
        Compute(binding, expected);
        return CryptographicOperations.FixedTimeEquals(given[Octets..], expected);
    }

    private static void Mask(Span<byte> token)
    {
        for (var i = 0; i < Octets; i++) token[Octets + i] ^= token[i];
    }

    private void Compute(string binding, Span<byte> result) => HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(binding), result);
}
