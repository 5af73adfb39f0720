using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using PluginFramework.Http.Authentication;
using PluginFramework.Http.Connections;
using PluginFramework.Identity;
using PluginFramework.Network;
using PluginFramework.Web;

namespace PluginFramework.Http.Sessions;

/// <summary>Who makes one request.</summary>
internal sealed class RequestSession(HttpContext context, WebSessions sessions, BasicLogins logins, CsrfTokens tokens) : IWebSessionFeature
{
    private SessionEntry? _entry;
    private Principal? _ofRequest;
    private string? _visitor = SessionCookies.ReadVisitor(context);

    public Principal? Principal => _entry?.Principal ?? _ofRequest;

    public WebSession? Session => _entry?.Session;

    public ClientInfo Client => Connection.Client;

    public string CsrfToken => tokens.Issue(Binding ?? NewBinding());

    /// <summary>What a token must be bound to; null where the browser has no cookie of this server.</summary>
    public string? Binding => _entry is { } entry ? "session " + entry.SecretHash : _visitor is { } visitor ? "visitor " + visitor : null;

    private HandedOverConnection Connection { get; } = context.Features.GetRequiredFeature<HandedOverConnection>();

    private string? UserAgent => context.Request.Headers.UserAgent;

    /// <summary>Has an action run when the session of the cookie ends, or whoever proved with the request who they are must do so again.</summary>
    public IDisposable? WhenOver(Action end) =>
        _entry is { } entry ? entry.Ended.UnsafeRegister(static state => ((Action)state!)(), end)
        : _ofRequest is { } principal ? logins.Watch(principal, end) : null;

    /// <summary>Takes up the session of the cookie, if there is one.</summary>
    public async ValueTask ResumeAsync()
    {
        // A cookie that travelled in clear may be anybody's by now.
        if (!Client.IsPrivate || SessionCookies.ReadSession(context) is not { } secret) return;
        _entry = await sessions.FindAsync(secret, Client, UserAgent, context.RequestAborted);
        if (Principal is { } principal) Connection.ShowUser(principal);
    }

    /// <summary>Notes who has proved who they are with the request itself. It goes before a cookie's session.</summary>
    public void Authenticate(Principal principal)
    {
        (_entry, _ofRequest) = (null, principal);
        Connection.ShowUser(principal);
    }

    public WebSession SignIn(Principal principal)
    {
        ArgumentNullException.ThrowIfNull(principal);
        ThrowIfStarted();
        if (!Client.IsPrivate)
            throw new InvalidOperationException("A session needs TLS, or a client on this machine: its cookie would travel in clear. Send the browser to the TLS endpoint.");
        if (_entry is { } before) sessions.End(before);
        (_entry, var secret) = sessions.Begin(principal, Client, UserAgent);
        SessionCookies.WriteSession(context, secret);
        Connection.ShowUser(principal);
        return _entry.Session;
    }

    public void SignOut()
    {
        ThrowIfStarted();
        if (_entry is { } entry) sessions.End(entry);
        (_entry, _ofRequest) = (null, null);
        SessionCookies.DeleteSession(context);
        Connection.ShowUser(null);
    }

    public WebSession Confirm() => sessions.Confirm(_entry ?? throw new InvalidOperationException("There is no session to confirm."));

    private string NewBinding()
    {
        ThrowIfStarted();
        _visitor = SessionCookies.WriteVisitor(context);
        return Binding!;
    }

    private void ThrowIfStarted()
    {
        if (context.Response.HasStarted) throw new InvalidOperationException("The response has begun, and cookies can no longer be set.");
    }
}
