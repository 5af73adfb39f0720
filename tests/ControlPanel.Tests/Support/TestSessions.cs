using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using PluginFramework.Identity;
using PluginFramework.Network;
using PluginFramework.Web;

namespace PluginFramework.ControlPanel.Tests.Support;

/// <summary>The web server's sessions, as far as pages see them: a cookie names a session, and a form must send back a token.</summary>
internal sealed class TestSessions(TimeProvider clock) : IWebSessions, IWebCatalog
{
    public const string CookieName = "test-session", CsrfToken = "token-of-the-test";

    private readonly ConcurrentDictionary<string, WebSession> _sessions = new();

    /// <summary>How clients are described.</summary>
    public ClientInfo Client { get; set; } = new("http", "http-1") { RemoteAddress = "127.0.0.1", IsLocal = true };

    /// <summary>What else there is to visit.</summary>
    public ImmutableArray<WebLocation> Places { get; set; } = [];

    public ImmutableArray<WebLocation> List(Principal? principal) => Places;

    public ImmutableArray<WebSession> List(string? userId = null) =>
        [.. _sessions.Values.Where(session => userId is null || session.Principal.UserId == userId).OrderByDescending(session => session.LastSeenAt).ThenBy(session => session.Id)];

    public bool Revoke(string sessionId) => _sessions.TryRemove(sessionId, out _);

    public WebSession Begin(Principal principal, string? userAgent = null)
    {
        var now = clock.GetUtcNow();
        var session = new WebSession(Guid.NewGuid().ToString("N"), principal, now) { LastSeenAt = now, ConfirmedAt = now, RemoteAddress = Client.RemoteAddress, UserAgent = userAgent };
        _sessions[session.Id] = session;
        return session;
    }

    public IWebSessionFeature Of(HttpContext http) => new Feature(this, http);

    private sealed class Feature(TestSessions sessions, HttpContext http) : IWebSessionFeature
    {
        public WebSession? Session { get; private set; } = http.Request.Cookies[CookieName] is { } id ? sessions._sessions.GetValueOrDefault(id) : null;

        public Principal? Principal => Session?.Principal;

        public ClientInfo Client => sessions.Client;

        public string CsrfToken => TestSessions.CsrfToken;

        public WebSession SignIn(Principal principal)
        {
            Session = sessions.Begin(principal, http.Request.Headers.UserAgent);
            http.Response.Cookies.Append(CookieName, Session.Id, new() { HttpOnly = true, SameSite = SameSiteMode.Lax });
            return Session;
        }

        public void SignOut()
        {
            if (Session is { } session) sessions.Revoke(session.Id);
            http.Response.Cookies.Delete(CookieName);
        }

        public WebSession Confirm()
        {
            Session = (Session ?? throw new InvalidOperationException("There is no session.")) with { ConfirmedAt = sessions.Now };
            return sessions._sessions[Session.Id] = Session;
        }
    }

    private DateTimeOffset Now => clock.GetUtcNow();
}
