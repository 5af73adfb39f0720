using System.Composition;
using Microsoft.AspNetCore.Routing;
using PluginFramework.ControlPanel.Pages;
using PluginFramework.ControlPanel.Setup;
using PluginFramework.Identity;
using PluginFramework.Panels;
using PluginFramework.Plugins;
using PluginFramework.Web;

namespace PluginFramework.ControlPanel;

/// <summary>The control panel's part of the web server.</summary>
[WebModule(PanelUrls.Prefix, Title = "Control panel")]
[Shared]
public sealed class ControlPanelModule : IWebModule
{
    private readonly ControlPanelServices _services;

    [ImportingConstructor]
    public ControlPanelModule(
        IPanelCatalog catalog, IAuthenticator authenticator, IUserManager users, [Import(AllowDefault = true)] IUserStore? store, IWebSessions sessions,
        SetupLink setup, IPluginContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        _services = new(catalog, authenticator, users, store, sessions, setup, context);
    }

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes) => new PanelRoutes(_services).Map(routes);
}
