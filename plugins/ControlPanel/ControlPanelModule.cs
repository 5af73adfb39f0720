using System.Composition;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PluginFramework.ControlPanel.Pages;
using PluginFramework.ControlPanel.Setup;
using PluginFramework.ControlPanel.Views;
using PluginFramework.Identity;
using PluginFramework.Panels;
using PluginFramework.Plugins;
using PluginFramework.Web;

namespace PluginFramework.ControlPanel;

/// <summary>The control panel's part of the web server.</summary>
[WebModule(PanelUrls.Prefix, Title = "Control panel")]
[Export(typeof(IWebFrame))]
[Shared]
public sealed class ControlPanelModule : IWebModule, IWebFrame
{
    private readonly ControlPanelServices _services;

    [ImportingConstructor]
    public ControlPanelModule(
        IPanelCatalog catalog, IAuthenticator authenticator, IUserManager users, [Import(AllowDefault = true)] IUserStore? store, IWebSessions sessions,
        IWebCatalog places, [Import(AllowDefault = true)] IUserInvitations? invitations, [Import(AllowDefault = true)] IUserRegistration? registration,
        [Import(AllowDefault = true)] IUserPasskeys? passkeys, [Import(AllowDefault = true)] IAccountKeys? keys, SetupLink setup, IPluginContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        _services = new(catalog, authenticator, users, store, sessions, places, invitations, registration, passkeys, keys, setup, context);
    }

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes) => new PanelRoutes(_services).Map(routes);

    /// <inheritdoc/>
    public Task WriteAsync(HttpContext context, WebPage page)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(page);
        PageFrame.Protect(context.Response);
        return PageFrame.WriteAsync(PanelRequest.Of(context, _services), new(page.Title, page.Body)
        {
            Status = page.Status, Scripts = page.Scripts.OrEmpty(), Styles = page.Styles.OrEmpty(),
        });
    }
}
