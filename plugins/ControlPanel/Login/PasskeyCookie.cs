using Microsoft.AspNetCore.Http;

namespace PluginFramework.ControlPanel.Login;

/// <summary>Keeps the ticket of a ceremony in the browser that began it, where no script and no other page can read it.</summary>
internal static class PasskeyCookie
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    public static void Write(HttpContext http, string ticket) => http.Response.Cookies.Append(NameOf(http), ticket, Options(http, Lifetime));

    /// <summary>Takes it back; empty where there is none.</summary>
    public static string Take(HttpContext http)
    {
        var ticket = http.Request.Cookies[NameOf(http)] ?? "";
        if (ticket.Length > 0) http.Response.Cookies.Delete(NameOf(http), Options(http, null));
        return ticket;
    }

    // The prefix has browsers refuse the cookie from another host and from a page without TLS (RFC 6265bis).
    private static string NameOf(HttpContext http) => http.Request.IsHttps ? "__Host-passkey" : "passkey";

    private static CookieOptions Options(HttpContext http, TimeSpan? lifetime) =>
        new() { HttpOnly = true, Secure = http.Request.IsHttps, SameSite = SameSiteMode.Strict, Path = "/", MaxAge = lifetime };
}
