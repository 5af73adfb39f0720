namespace PluginFramework.Irc;

/// <summary>The states a command may be given in.</summary>
[Flags]
internal enum IrcStates
{
    None = 0,
    Registering = 1,
    Registered = 2,
    Either = Registering | Registered,
}
