using PluginFramework.Chat;
using PluginFramework.Identity;

namespace PluginFramework.Irc;

/// <summary>Where a session stands. Each state has the data that only it needs.</summary>
internal abstract record IrcSessionState
{
    private IrcSessionState() { }

    /// <summary>Not logged in, or without a nickname yet.</summary>
    public sealed record Registering : IrcSessionState
    {
        public string? Nickname { get; init; }

        public string? UserName { get; init; }

        public string RealName { get; init; } = "";

        public string? Password { get; init; }

        /// <summary>Between <c>CAP LS</c> or <c>CAP REQ</c> and <c>CAP END</c>, when registration is held back.</summary>
        public bool IsNegotiating { get; init; }

        public IrcSaslExchange? Sasl { get; init; }

        public Principal? Principal { get; init; }

        /// <summary>Leaves the password out, so that no log shows it.</summary>
        public override string ToString() => nameof(Registering);
    }

    /// <summary>In the chat network.</summary>
    public sealed record Registered(IChatSession Chat, Principal Principal) : IrcSessionState;

    /// <summary>The last line has been said.</summary>
    public sealed record Closed : IrcSessionState;
}
