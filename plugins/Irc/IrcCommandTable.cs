using System.Collections.Frozen;
using PluginFramework.Irc.Commands;
using PluginFramework.Irc.Protocol;
using Registered = PluginFramework.Irc.IrcSessionState.Registered;
using Registering = PluginFramework.Irc.IrcSessionState.Registering;

namespace PluginFramework.Irc;

/// <summary>The protocol on one screen.</summary>
internal static class IrcCommandTable
{
    public static FrozenDictionary<string, IrcCommand> Commands { get; } = new[]
    {
        //            verb            params handler                   cost
        Before("AUTHENTICATE", 1, AuthenticateCommand.RunAsync),
        Before("PASS",         1, PassCommand.RunAsync),
        Before("USER",         4, UserCommand.RunAsync),
        Either("CAP",          1, CapCommand.RunAsync),
        Either("NICK",         0, NickCommand.RunAsync, cost: 2),
        Either("PING",         0, PingCommand.RunAsync),
        Either("PONG",         0, PongCommand.RunAsync),
        Either("QUIT",         0, QuitCommand.RunAsync),
        After("AWAY",          0, AwayCommand.RunAsync, cost: 2),
        After("INVITE",        2, InviteCommand.RunAsync),
        After("ISON",          1, IsonCommand.RunAsync),
        After("JOIN",          1, JoinCommand.RunAsync),
        After("KICK",          2, KickCommand.RunAsync),
        After("LIST",          0, ListCommand.RunAsync, cost: 5),
        After("LUSERS",        0, LusersCommand.RunAsync, cost: 2),
        After("MODE",          1, ModeCommand.RunAsync),
        After("MOTD",          0, MotdCommand.RunAsync, cost: 2),
        After("NAMES",         0, NamesCommand.RunAsync, cost: 2),
        After("NOTICE",        0, MessageCommand.RunNoticeAsync),
        After("PART",          1, PartCommand.RunAsync),
        After("PRIVMSG",       0, MessageCommand.RunPrivmsgAsync),
        After("TIME",          0, TimeCommand.RunAsync),
        After("TOPIC",         1, TopicCommand.RunAsync),
        After("USERHOST",      1, UserhostCommand.RunAsync),
        After("VERSION",       0, VersionCommand.RunAsync),
        After("WHO",           1, WhoCommand.RunAsync, cost: 3),
        After("WHOIS",         0, WhoisCommand.RunAsync, cost: 2),
        After("WHOWAS",        0, WhowasCommand.RunAsync, cost: 2),
    }.ToFrozenDictionary(command => command.Verb, StringComparer.Ordinal);

    private static IrcCommand Before(
        string verb, int parameters, Func<IrcSession, Registering, IrcMessage, CancellationToken, ValueTask> run, int cost = 1) =>
        new(verb, IrcStates.Registering, parameters, cost, (session, message, token) => run(session, (Registering)session.State, message, token));

    private static IrcCommand After(
        string verb, int parameters, Func<IrcSession, Registered, IrcMessage, CancellationToken, ValueTask> run, int cost = 1) =>
        new(verb, IrcStates.Registered, parameters, cost, (session, message, token) => run(session, (Registered)session.State, message, token));

    private static IrcCommand Either(
        string verb, int parameters, Func<IrcSession, IrcMessage, CancellationToken, ValueTask> run, int cost = 1) =>
        new(verb, IrcStates.Either, parameters, cost, run);
}
