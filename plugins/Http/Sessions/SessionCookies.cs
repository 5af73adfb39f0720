using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace PluginFramework.Http.Sessions;

/// <summary>The two cookies: the session's, and a visitor's before there is one. They last as long as the browser.</summary>
internal static class SessionCookies
{
    private const string Session = "session";
    private const string Visitor = "visitor";

    public static string? ReadSession(HttpContext context) => Read(context, Session);

    public static string? ReadVisitor(HttpContext context) => Read(context, Visitor) is { Length: 43 } id ? id : null;

    public static void WriteSession(HttpContext context, string secret) => Write(context, Session, secret);

    public static string WriteVisitor(HttpContext context)
    {
        var id = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));
        Write(context, Visitor, id);
        return id;
    }

    public static void DeleteSession(HttpContext context) => context.Response.Cookies.Delete(NameOf(context, Session), Options(context));

    // The prefix has browsers refuse the cookie from another host and from a page without TLS (RFC 6265bis).
    private static string NameOf(HttpContext context, string name) => context.Request.IsHttps ? "__Host-" + name : name;

    private static string? Read(HttpContext context, string name) => context.Request.Cookies[NameOf(context, name)];

    private static void Write(HttpContext context, string name, string value) => context.Response.Cookies.Append(NameOf(context, name), value, Options(context));

    private static CookieOptions Options(HttpContext context) => new() { HttpOnly = true, Secure = context.Request.IsHttps, SameSite = SameSiteMode.Lax, Path = "/" };
}
