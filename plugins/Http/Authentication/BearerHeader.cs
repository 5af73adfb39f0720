using PluginFramework.Identity;

namespace PluginFramework.Http.Authentication;

/// <summary>The field <c>Authorization: Bearer</c> (RFC 6750 §2.1).</summary>
internal static class BearerHeader
{
    private const string Scheme = "Bearer ";

    public static bool IsBearer(string? authorization) => authorization?.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Reads the token; null where it is malformed or longer than any.</summary>
    public static Credential? Read(string authorization)
    {
        var token = authorization[Scheme.Length..].Trim();
        return token.Length is > 0 and <= 1024 && token.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '~' or '+' or '/' or '=')
            ? new TokenCredential(token) : null;
    }
}
