using PluginFramework.Irc.Protocol;

namespace PluginFramework.Irc;

/// <summary>A row of the command table.</summary>
/// <param name="Verb">The verb, upper case.</param>
/// <param name="States">The states it may be given in.</param>
/// <param name="MinParameters">How many parameters it needs.</param>
/// <param name="Cost">For how many commands it counts in flood control.</param>
/// <param name="Run">What it does.</param>
internal sealed record IrcCommand(
    string Verb, IrcStates States, int MinParameters, int Cost, Func<IrcSession, IrcMessage, CancellationToken, ValueTask> Run);
