using System.Composition;
using Microsoft.AspNetCore.Routing;
using PluginFramework.Identity;
using PluginFramework.Plugins;
using PluginFramework.Web;

namespace PluginFramework.Prompt.Web;

/// <summary>The prompt as a part of the web server.</summary>
[WebModule(PromptUrls.Prefix, Title = "C# prompt", Role = WellKnownRoles.Operator)]
[Shared]
public sealed class PromptWebModule : IWebModule, IAsyncDisposable
{
    private readonly PromptRoutes _routes;
    private readonly WebPlaces _places;

    [ImportingConstructor]
    public PromptWebModule(IPromptConsoles consoles, [Import(AllowDefault = true)] IWebFrame? frame, IPluginContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var assets = new WebAssets(typeof(PromptWebModule).Assembly, PromptUrls.Assets, "prompt.css", "frame.css", "prompt.js");
        _places = new WebPlaces(consoles, context.TimeProvider);
        _routes = new PromptRoutes(
            consoles, _places, assets, new PromptPage(frame ?? new PlainFrame(assets), assets), context.TimeProvider, context.LoggerFactory.CreateLogger("prompt.web"));
    }

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes) => _routes.Map(routes);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _places.DisposeAsync();
}
