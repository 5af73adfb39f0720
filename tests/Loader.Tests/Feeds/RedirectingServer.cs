using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace PluginFramework.Loader.Feeds;

/// <summary>Answers every request with a redirection.</summary>
internal sealed class RedirectingServer(WebApplication application) : IAsyncDisposable
{
    public string Address => application.Urls.Single() + "/index.json";

    public string? Authorization { get; private set; }

    public static async Task<RedirectingServer> StartAsync(string target)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0));
        var application = builder.Build();
        var server = new RedirectingServer(application);
        application.Run(context =>
        {
            server.Authorization = context.Request.Headers.Authorization;
            context.Response.Redirect(target);
            return Task.CompletedTask;
        });
        await application.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    public ValueTask DisposeAsync() => application.DisposeAsync();
}
