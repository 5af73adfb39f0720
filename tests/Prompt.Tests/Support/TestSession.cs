using PluginFramework.Identity;
using PluginFramework.Network;
using PluginFramework.Web;

namespace PluginFramework.Prompt.Tests.Support;

internal sealed class TestSession(string user, bool isOpen) : IWebSessionFeature
{
    public Principal? Principal => user switch
    {
        "root" => PromptDaemon.Operator,
        "ann" => PromptDaemon.Ann,
        "bob" => PromptDaemon.Bob,
        _ => null,
    };

    public WebSession? Session => Principal is { } principal ? new WebSession($"session of {user}", principal, DateTimeOffset.UnixEpoch) : null;

    public ClientInfo Client => new("http", "c1") { IsLocal = !isOpen, RemoteAddress = "127.0.0.1" };

    public string CsrfToken => PromptServer.CsrfToken;

    public WebSession SignIn(Principal principal) => throw new InvalidOperationException("The prompt logs nobody in.");

    public void SignOut() => throw new InvalidOperationException("The prompt logs nobody out.");

    public WebSession Confirm() => throw new InvalidOperationException("The prompt confirms nothing.");
}
