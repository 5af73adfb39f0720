using System.Composition;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;
using PluginFramework.Chat;
using PluginFramework.Identity;
using PluginFramework.Network;
using PluginFramework.Plugins;

namespace PluginFramework.Irc;

/// <summary>The chat network for IRC clients.</summary>
[Protocol("irc", "tcp://127.0.0.1:6667", "tls://127.0.0.1:6697"), Shared]
[method: ImportingConstructor]
public sealed class IrcServer(IChatNetwork chat, IAuthenticator authenticator, ILiveExports<ISaslMechanism> mechanisms, IPluginContext context)
    : ConnectionHandler
{
    internal IChatNetwork Chat => chat;

    internal IAuthenticator Authenticator => authenticator;

    internal IrcOptions Options { get; } = context.GetOptions<IrcOptions>();

    internal TimeProvider Clock => context.TimeProvider;

    internal ILogger Logger { get; } = context.LoggerFactory.CreateLogger<IrcServer>();

    internal string Version { get; } = $"pluginhost-irc-{context.Version}";

    internal DateTimeOffset StartedAt { get; } = context.TimeProvider.GetUtcNow();

    /// <inheritdoc/>
    public override Task OnConnectedAsync(ConnectionContext connection) => new IrcSession(this, connection).RunAsync();

    internal IDisposable OnMechanismsChanged(Action onChange) => mechanisms.Subscribe(_ => onChange());

    /// <summary>The mechanisms to offer a client. Not kept: they go with their plugins.</summary>
    internal IEnumerable<ISaslMechanism> MechanismsFor(ClientInfo client) =>
        mechanisms.Current.Select(export => export.Value).Where(mechanism => mechanism.IsAvailable(client));
}
