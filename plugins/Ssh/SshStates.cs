namespace PluginFramework.Ssh;

/// <summary>The states a message may come in.</summary>
[Flags]
internal enum SshStates
{
    None = 0,
    Exchanging = 1,
    Encrypted = 2,
    Authenticating = 4,
    Open = 8,
    BeforeLogin = Exchanging | Encrypted | Authenticating,
    Any = BeforeLogin | Open,
}
