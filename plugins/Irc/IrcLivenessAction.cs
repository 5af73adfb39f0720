namespace PluginFramework.Irc;

/// <summary>What a silent client has coming.</summary>
internal enum IrcLivenessAction
{
    GiveUpRegistration,
    Ping,
    GiveUp,
}
