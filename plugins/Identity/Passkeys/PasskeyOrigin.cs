using System.Diagnostics.CodeAnalysis;

namespace PluginFramework.Identity.Passkeys;

/// <summary>An origin at which browsers have passkeys, written as they write it.</summary>
/// <param name="Text">The origin: scheme, host, and the port where it is not the scheme's own.</param>
/// <param name="Host">The host, which is the relying party's id.</param>
internal sealed record PasskeyOrigin(string Text, string Host)
{
    private const int MaxLength = 300;

    /// <exception cref="IdentityException">There are no passkeys for it.</exception>
    public static PasskeyOrigin Parse(string origin) => TryParse(origin, out var parsed) ? parsed
        : throw new IdentityException(IdentityError.InvalidValue, "Passkeys work over https where the address has a name for a host, and at http://localhost; come by such an address.");

    public static bool TryParse(string origin, [NotNullWhen(true)] out PasskeyOrigin? parsed)
    {
        parsed = null;
        if (origin.Length > MaxLength || !Uri.TryCreate(origin, UriKind.Absolute, out var uri) || uri.PathAndQuery != "/" || uri.HostNameType != UriHostNameType.Dns) return false;
        var host = uri.IdnHost.ToLowerInvariant();
        var isSecure = uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && (host == "localhost" || host.EndsWith(".localhost", StringComparison.Ordinal)));
        if (!isSecure) return false;
        parsed = new(uri.IsDefaultPort ? $"{uri.Scheme}://{host}" : $"{uri.Scheme}://{host}:{uri.Port}", host);
        return true;
    }
}
