using NuGet.Protocol.Core.Types;

namespace PluginFramework.Loader.Feeds.Transport;

/// <summary>The message handlers of a feed, in the form NuGet.Protocol wants them.</summary>
internal sealed class FeedHandlerResource(HttpClientHandler client, HttpMessageHandler message) : HttpHandlerResource
{
    public override HttpClientHandler ClientHandler => client;

    public override HttpMessageHandler MessageHandler => message;
}
