namespace PluginFramework.Ssh.Tests.Support;

/// <summary>How far a connection has come.</summary>
public enum Stage
{
    Beginning,
    Identified,
    Encrypted,
    Authenticating,
    Open,
    Channel,
}
