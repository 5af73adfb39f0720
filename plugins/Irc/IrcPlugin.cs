using PluginFramework.Irc;
using PluginFramework.Plugins;

[assembly: Plugin("irc", Title = "IRC server", Description = "The chat network for IRC clients (RFC 1459, RFC 2812, IRCv3).", Options = typeof(IrcOptions))]
