using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using PluginFramework.Chat;
using PluginFramework.Identity;
using PluginFramework.Network;
using PluginFramework.Plugins;

namespace PluginFramework.Scripting.Globals;

/// <summary>What an entry finds without declaring it: the running system.</summary>
public sealed class PromptGlobals
{
    private readonly ILiveExports<IChatNetwork> _chat;
    private readonly IEndpointCatalog _endpoints;

    internal PromptGlobals(Principal me, PromptUsers users, PromptPlugins plugins, ILiveExports<IChatNetwork> chat, IEndpointCatalog endpoints, ILogger log)
    {
        (Me, Users, Plugins, Log) = (me, users, plugins, log);
        (_chat, _endpoints) = (chat, endpoints);
    }

    /// <summary>Whoever sits at the prompt.</summary>
    public Principal Me { get; }

    /// <summary>The users.</summary>
    public PromptUsers Users { get; }

    /// <summary>The plugins.</summary>
    public PromptPlugins Plugins { get; }

    /// <summary>The chat network.</summary>
    /// <exception cref="InvalidOperationException">No plugin provides one.</exception>
    public IChatNetwork Chat => _chat.Current is [var best, ..]
        ? best.Value
        : throw new InvalidOperationException("No plugin provides a chat network; `Plugins` shows what runs.");

    /// <summary>Where the daemon listens.</summary>
    public ImmutableArray<EndpointStatus> Endpoints => _endpoints.List();

    /// <summary>A logger of the daemon.</summary>
    public ILogger Log { get; }
}
