namespace PluginFramework.Irc.Protocol;

/// <summary>The capabilities of IRCv3 that this server has.</summary>
[Flags]
internal enum IrcCapabilities
{
    None = 0,
    AccountTag = 1,
    AwayNotify = 2,
    EchoMessage = 4,
    ExtendedJoin = 8,
    MultiPrefix = 16,
    Sasl = 32,
    ServerTime = 64,
    StandardReplies = 128,
    UserhostInNames = 256,
    CapNotify = 512,
}
