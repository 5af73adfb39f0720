using System.Collections.Immutable;

namespace PluginFramework.Web;

/// <summary>The browsers in which users are logged in. Safe for use from any thread.</summary>
public interface IWebSessions
{
    /// <summary>The sessions of a user, or of all, latest use first.</summary>
    /// <param name="userId">The user's id; <see langword="null"/> for all.</param>
    ImmutableArray<WebSession> List(string? userId = null);

    /// <summary>Ends a session. False where there was none of that id.</summary>
    bool Revoke(string sessionId);
}
