using System.Net;
using PluginFramework.Identity;
using static PluginFramework.Http.Tests.LoginModule;

namespace PluginFramework.Http.Tests;

/// <summary>What the audit tells of requests that another site's page had a browser make.</summary>
public sealed class ForgeryAuditTests
{
    [Theory]
    [InlineData("", "The form is too old, or was not made by this server. Load the page again.")]
    [InlineData("https://evil.example", "The request comes from a page of another site.")]
    public async Task Forgery_InALogin_IsAudited(string origin, string detail)
    {
        await using var http = await HttpFixture.StartAsync(null, http => http.Modules.Add("auth", new LoginModule(http.Users)));
        using var client = http.NewClient(cookies: true);
        await LogInAsync(client, http.Plain);

        (await ActAsync(client, http.Plain, request =>
        {
            if (origin.Length > 0) request.Headers.Add("Origin", origin);
            else request.Headers.Remove("X-Csrf-Token");
        })).ShouldBe(HttpStatusCode.Forbidden);

        http.Audit.Events.ShouldHaveSingleItem().ShouldBe(new AuditEvent("web.request", "forged")
        {
            Actor = "ann", Subject = "/auth/act", Surface = "http", RemoteAddress = "127.0.0.1", Detail = detail,
        });
    }

    [Fact]
    public async Task Forgery_WithoutALogin_IsNot_SinceAnybodyCouldFillTheAudit()
    {
        await using var http = await HttpFixture.StartAsync(null, http => http.Modules.Add("auth", new LoginModule(http.Users)));

        (await ActAsync(http.Client, http.Plain, request => request.Headers.Add("Origin", "https://evil.example"))).ShouldBe(HttpStatusCode.Forbidden);

        http.Audit.Events.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("default-src 'none'; frame-ancestors 'none'", true)]
    [InlineData("default-src 'none'; frame-ancestors 'self'", false)]
    [InlineData("default-src 'none'", false)]
    public async Task Policy_OfAModule_ForbidsFramesInBothWords(string policy, bool forbids)
    {
        await using var http = await HttpFixture.StartAsync();
        http.Map("own", context =>
        {
            context.Response.Headers.ContentSecurityPolicy = policy;
            return Task.CompletedTask;
        });

        using var response = await http.Client.GetAsync(new Uri(http.Plain, "own"), HttpFixture.Token);

        response.Headers.Contains("X-Frame-Options").ShouldBe(forbids);
    }
}
