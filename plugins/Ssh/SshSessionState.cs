using PluginFramework.Identity;
using PluginFramework.Ssh.Authentication;
using PluginFramework.Ssh.Channels;
using PluginFramework.Ssh.Forwarding;

namespace PluginFramework.Ssh;

/// <summary>Where a session stands. Each state has the data that only it needs.</summary>
internal abstract record SshSessionState
{
    private SshSessionState() { }

    public abstract SshStates Flag { get; }

    /// <summary>The first keys are being exchanged.</summary>
    public sealed record Exchanging : SshSessionState
    {
        public override SshStates Flag => SshStates.Exchanging;
    }

    /// <summary>Encrypted, and the client has not asked for the login yet.</summary>
    public sealed record Encrypted : SshSessionState
    {
        public override SshStates Flag => SshStates.Encrypted;
    }

    /// <summary>The client tries to log in.</summary>
    public sealed record Authenticating(SshAuthentication Login) : SshSessionState
    {
        public override SshStates Flag => SshStates.Authenticating;
    }

    /// <summary>Logged in.</summary>
    public sealed record Open : SshSessionState
    {
        public Open(SshSession session, Principal principal, LoginLimits limits)
        {
            (Principal, Limits) = (principal, limits);
            Channels = new(session);
            Ports = new(session, this);
        }

        public Principal Principal { get; }

        public LoginLimits Limits { get; }

        public ChannelTable Channels { get; }

        public PortForwardings Ports { get; }

        public override SshStates Flag => SshStates.Open;
    }

    /// <summary>The last message has been said.</summary>
    public sealed record Closed : SshSessionState
    {
        public override SshStates Flag => SshStates.None;
    }
}
