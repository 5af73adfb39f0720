using PluginFramework.Identity;
using PluginFramework.Network;

namespace PluginFramework.Web;

/// <summary>Who makes a request and by which proof. A feature of every request; for use within the request only.</summary>
public interface IWebSessionFeature
{
    /// <summary>The user; <see langword="null"/> where nobody is logged in.</summary>
    Principal? Principal { get; }

    /// <summary>The session of the browser's cookie; <see langword="null"/> where there is none, or the proof came with the request itself.</summary>
    WebSession? Session { get; }

    /// <summary>The other end, as the authenticator wants it.</summary>
    ClientInfo Client { get; }

    /// <summary>
    /// What a form of this session must send back in the field <c>_token</c>, or a script in the header <c>X-Csrf-Token</c>. The server refuses
    /// (403) any request of a cookie's session that is neither GET, HEAD nor OPTIONS and lacks it, or that comes from another origin. There is
    /// one before the login also, bound to a cookie of its own.
    /// </summary>
    string CsrfToken { get; }

    /// <summary>Begins a session under a new id, sets its cookie and ends the session there was. Before the response has begun.</summary>
    WebSession SignIn(Principal principal);

    /// <summary>Ends the session and takes its cookie back.</summary>
    void SignOut();

    /// <summary>Notes that the user has proved anew who they are, now: <see cref="WebSession.ConfirmedAt"/>.</summary>
    /// <exception cref="InvalidOperationException">There is no session.</exception>
    WebSession Confirm();
}
