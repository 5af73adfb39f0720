using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PluginFramework.ControlPanel.Login;
using PluginFramework.Identity;
using PluginFramework.Panels;

namespace PluginFramework.ControlPanel.Pages;

/// <summary>All pages on one screen, and what is the same for each: who may ask, what the browser may do with it, what becomes of errors.</summary>
internal sealed class PanelRoutes(ControlPanelServices services)
{
    private static readonly string[] Get = ["GET", "HEAD"], Post = ["POST"];

    public void Map(IEndpointRouteBuilder routes)
    {
        Map(routes, Get, "", Access.User, OverviewPage.ShowAsync);
        Map(routes, Get, "index", Access.User, IndexPage.ShowAsync);
        Map(routes, Get, "p/{panel}", Access.User, PanelPage.ShowAsync);
        Map(routes, Get, "p/{panel}/{subject}", Access.User, PanelPage.ShowAsync);
        Map(routes, Get, "p/{panel}/act/{act}", Access.User, ActPage.ShowAsync);
        Map(routes, Post, "p/{panel}/act/{act}", Access.User, ActPage.DoAsync);
        Map(routes, Get, "bulk/{panel}", Access.User, BulkPage.ShowAsync);
        Map(routes, Post, "bulk/{panel}", Access.User, BulkPage.DoAsync);
        Map(routes, Get, "run/{id}", Access.User, RunPage.ShowAsync);
        Map(routes, Get, "account", Access.User, AccountPage.ShowAsync);
        Map(routes, Post, "account/password", Access.User, AccountPage.ChangePasswordAsync);
        Map(routes, Post, "account/revoke", Access.User, AccountPage.RevokeAsync);
        Map(routes, Post, "account/passkey", Access.User, PasskeyPage.AddAsync);
        Map(routes, Post, "account/passkey/remove", Access.User, PasskeyPage.RemoveAsync);
        Map(routes, Post, "passkey/register", Access.User, Passkeys.BeginRegistrationAsync);
        Map(routes, Post, "passkey/confirm", Access.User, Passkeys.BeginConfirmationAsync);
        Map(routes, Post, "passkey/login", Access.Anybody, Passkeys.BeginLoginAsync);
        Map(routes, Get, "login", Access.Anybody, LoginPage.ShowAsync);
        Map(routes, Post, "login", Access.Anybody, LoginPage.TakeAsync);
        Map(routes, Get, "welcome", Access.Anybody, WelcomePage.ShowAsync);
        Map(routes, Post, "welcome", Access.Anybody, WelcomePage.TakeAsync);
        Map(routes, Get, "register", Access.Anybody, RegisterPage.ShowAsync);
        Map(routes, Post, "register", Access.Anybody, RegisterPage.TakeAsync);
        Map(routes, Post, "logout", Access.Always, LoginPage.LogoutAsync);
        Map(routes, Get, "setup", Access.Always, SetupPage.ShowAsync);
        Map(routes, Post, "setup", Access.Always, SetupPage.TakeAsync);
        Map(routes, Post, "setup/database", Access.Always, SetupPage.ChooseDatabaseAsync);
        Map(routes, Get, "setup/done", Access.User, SetupPage.DoneAsync);
        Map(routes, Post, "theme", Access.Always, Theme.ChangeAsync);
        routes.MapMethods("assets/{file}", Get, ServeAssetAsync);
        Map(routes, Get, "{**path}", Access.User, _ => throw new PanelException(PanelError.NotFound, "There is no such page."));
    }

    private void Map(IEndpointRouteBuilder routes, string[] methods, string pattern, Access access, Func<PanelRequest, Task> page) =>
        routes.MapMethods(pattern, methods, http => HandleAsync(http, access, page));

    private async Task HandleAsync(HttpContext http, Access access, Func<PanelRequest, Task> page)
    {
        PageFrame.Protect(http.Response);
        var request = PanelRequest.Of(http, services);
        var session = request.Session;
        try
        {
            if (access != Access.Always && session.Principal is null && await services.Setup.IsNeededAsync(request.Aborted)) request.Redirect(PanelUrls.Setup);
            else if (access == Access.User && session.Principal is null) AskToLogIn(request);
            else await page(request);
        }
        catch (OperationCanceledException) when (request.Aborted.IsCancellationRequested)
        {
            // The browser has gone.
        }
        catch (PanelException error) when (!http.Response.HasStarted)
        {
            await ErrorPage.ShowAsync(request, ErrorPage.StatusOf(error.Error), error.Message);
        }
        catch (IdentityException error) when (!http.Response.HasStarted)
        {
            await ErrorPage.ShowAsync(request, StatusCodes.Status409Conflict, error.Message);
        }
        catch (BadHttpRequestException error) when (!http.Response.HasStarted)
        {
            await ErrorPage.ShowAsync(request, error.StatusCode, error.Message);
        }
#pragma warning disable CA1031 // Panels are plugins' code; whatever they throw becomes a page in the frame, and an entry in the log.
        catch (Exception error) when (!http.Response.HasStarted)
#pragma warning restore CA1031
        {
            ControlPanelLog.PageFailed(services.Logger, http.Request.Path, http.TraceIdentifier, error);
            await ErrorPage.ShowAsync(request, StatusCodes.Status500InternalServerError,
                $"The page could not be made. The log says why; look for request {http.TraceIdentifier}.");
        }
    }

    private static void AskToLogIn(PanelRequest request)
    {
        var isPage = !HttpMethods.IsPost(request.Http.Request.Method) && request.Here != PanelUrls.Home && request.Here != PanelUrls.Root;
        request.Redirect(isPage ? PanelUrls.With(PanelUrls.Login, (PanelUrls.To, request.Here)) : PanelUrls.Login);
    }

    private Task ServeAssetAsync(HttpContext http)
    {
        PageFrame.Protect(http.Response);
        return services.Assets.ServeAsync(http, http.Request.RouteValues["file"] as string);
    }
}
