using Microsoft.Extensions.Logging;
using PluginFramework.ControlPanel.Acts;
using PluginFramework.ControlPanel.Login;
using PluginFramework.ControlPanel.Setup;
using PluginFramework.Identity;
using PluginFramework.Panels;
using PluginFramework.Plugins;
using PluginFramework.Web;

namespace PluginFramework.ControlPanel;

/// <summary>What the pages work with.</summary>
internal sealed record ControlPanelServices(
    IPanelCatalog Catalog, IAuthenticator Authenticator, IUserManager Users, IUserStore? Store, IWebSessions Sessions, IWebCatalog Places, IUserInvitations? Invitations, IUserRegistration? Registration,
    IUserPasskeys? Passkeys, IAccountKeys? Keys, SetupLink Setup, IPluginContext Context)
{
    public ControlPanelOptions Options { get; } = Context.GetOptions<ControlPanelOptions>();

    public ILogger Logger { get; } = Context.LoggerFactory.CreateLogger("control-panel");

    public TimeProvider Clock => Context.TimeProvider;

    public ActRuns Runs { get; } = new(Catalog, Context.TimeProvider, Context.LoggerFactory.CreateLogger("control-panel"));

    public PendingLogins Logins { get; } = new(Context.TimeProvider);

    public WebAssets Assets { get; } = new(typeof(ControlPanelServices).Assembly, PanelUrls.Assets, "panel.css", "panel.js", "icon.svg");
}
