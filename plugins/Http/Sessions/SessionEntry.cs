using System.Diagnostics.CodeAnalysis;
using PluginFramework.Identity;
using PluginFramework.Web;

namespace PluginFramework.Http.Sessions;

/// <summary>A session as the server keeps it. The cookie's secret itself is not kept.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The source has no timer, and nobody waits for its handle.")]
internal sealed class SessionEntry
{
    private readonly CancellationTokenSource _ended = new();

    /// <summary>The session as of its last use. Replaced as a whole.</summary>
    public required WebSession Session { get => Volatile.Read(ref field); set => Volatile.Write(ref field, value); }

    /// <summary>SHA-256 of the cookie's secret, hexadecimal.</summary>
    public required string SecretHash { get; init; }

    /// <summary>When the user was last looked up; never yet for a new session.</summary>
    public DateTimeOffset CheckedAt { get; set; } = DateTimeOffset.MinValue;

    public Principal Principal => Session.Principal;

    /// <summary>Fires when it ends.</summary>
    public CancellationToken Ended => _ended.Token;

    /// <summary>Ends what goes on in it.</summary>
    public void End() => _ended.Cancel();
}
