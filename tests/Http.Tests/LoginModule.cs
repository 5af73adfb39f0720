using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PluginFramework.Identity;
using PluginFramework.TestUtilities;
using PluginFramework.Web;

namespace PluginFramework.Http.Tests;

/// <summary>What a module does that logs users in, at <c>/auth</c>, and a browser's side of it.</summary>
internal sealed class LoginModule(FakeUserManager users) : IWebModule
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/me", context => context.Response.WriteAsync(Session(context).Principal?.UserName ?? "nobody"));
        routes.MapGet("/token", context => context.Response.WriteAsync(Session(context).CsrfToken));
        routes.MapGet("/id", context => context.Response.WriteAsync(Session(context).Session?.Id ?? "none"));
        routes.MapPost("/login", async context =>
        {
            var form = await context.Request.ReadFormAsync(context.RequestAborted);
            if (users.Verify(form["name"].ToString(), form["password"].ToString()) is not { } user) context.Response.StatusCode = 401;
            else await context.Response.WriteAsync(Session(context).SignIn(Principal.Of(user)).Id);
        });
        routes.MapPost("/logout", context =>
        {
            Session(context).SignOut();
            return Task.CompletedTask;
        });
        routes.MapPost("/act", context => context.Response.WriteAsync("acted as " + Session(context).Principal?.UserName));
        routes.MapPost("/confirm", context => context.Response.WriteAsync(Session(context).Confirm().ConfirmedAt.ToString("O")));
    }

    /// <summary>Logs in as a browser would, with the token of the page before.</summary>
    public static async Task<HttpResponseMessage> LogInAsync(HttpClient client, Uri root, string name = "ann", string password = "secret")
    {
        var token = await client.GetStringAsync(new Uri(root, "auth/token"), HttpFixture.Token);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["name"] = name, ["password"] = password, ["_token"] = token });
        return await client.PostAsync(new Uri(root, "auth/login"), form, HttpFixture.Token);
    }

    public static Task<string> WhoAsync(HttpClient client, Uri root) => client.GetStringAsync(new Uri(root, "auth/me"), HttpFixture.Token);

    /// <summary>Acts with a token of the browser's session.</summary>
    public static async Task<HttpStatusCode> ActAsync(HttpClient client, Uri root, Action<HttpRequestMessage>? change = null)
    {
        var token = await client.GetStringAsync(new Uri(root, "auth/token"), HttpFixture.Token);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(root, "auth/act")) { Headers = { { "X-Csrf-Token", token } } };
        change?.Invoke(request);
        using var response = await client.SendAsync(request, HttpFixture.Token);
        return response.StatusCode;
    }

    private static IWebSessionFeature Session(HttpContext context) => context.Features.Get<IWebSessionFeature>()!;
}
