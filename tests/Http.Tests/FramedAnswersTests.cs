using System.Net;
using Microsoft.AspNetCore.Http;
using PluginFramework.Web;
using static PluginFramework.Http.Tests.LoginModule;

namespace PluginFramework.Http.Tests;

/// <summary>What the server itself refuses among the pages of a plugin that brings their look.</summary>
public sealed class FramedAnswersTests
{
    [Fact]
    public async Task ForgedForm_FromABrowser_IsRefusedInTheFrame_AndFromAProgramInPlainText()
    {
        await using var http = await StartAsync(new Frame());
        using var client = http.NewClient(cookies: true);
        await LogInAsync(client, http.Plain);

        (await PostAsync(client, "text/html")).ShouldBe((HttpStatusCode.Forbidden, "framed: 403 Forbidden <p>The form is too old, or was not made by this server. Load the page again.</p>"));
        (await PostAsync(client, "text/plain")).Text.ShouldStartWith("403 Forbidden\nThe form is too old");
    }

    [Fact]
    public async Task ModuleThatThrows_IsAnsweredForInTheFrame()
    {
        await using var http = await StartAsync(new Frame());
        http.Map("throws", _ => throw new InvalidOperationException("hidden"));
        var (status, text) = await GetAsync(http, "throws");
        status.ShouldBe(HttpStatusCode.InternalServerError);
        text.ShouldStartWith("framed: 500 Internal Server Error");
        text.ShouldNotContain("hidden");
    }

    [Fact]
    public async Task AddressOutsideTheModules_OrAFrameThatFails_IsAnsweredPlainly()
    {
        await using var http = await StartAsync(new Frame { Fails = true });
        http.Map("throws", _ => throw new InvalidOperationException("hidden"));
        (await GetAsync(http, "nothing")).Text.ShouldContain("<h1>404 Not Found</h1>");
        var (status, text) = await GetAsync(http, "throws");
        (status, text.Contains("<h1>500 Internal Server Error</h1>")).ShouldBe((HttpStatusCode.InternalServerError, true));
        http.Log.Lines.ShouldContain(line => line.Contains("the frame of plugin test failed"));
    }

    private static Task<HttpFixture> StartAsync(IWebFrame frame) => HttpFixture.StartAsync(null, http =>
    {
        http.Modules.Add("auth", new LoginModule(http.Users));
        http.Frames.Add(frame);
    });

    private static async Task<(HttpStatusCode Status, string Text)> PostAsync(HttpClient client, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(client.BaseAddress!, "auth/act")) { Headers = { { "Accept", accept } } };
        using var response = await client.SendAsync(request, HttpFixture.Token);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(HttpFixture.Token));
    }

    private static async Task<(HttpStatusCode Status, string Text)> GetAsync(HttpFixture http, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(http.Plain, path)) { Headers = { { "Accept", "text/html" } } };
        using var response = await http.Client.SendAsync(request, HttpFixture.Token);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(HttpFixture.Token));
    }

    private sealed class Frame : IWebFrame
    {
        public bool Fails { get; init; }

        public Task WriteAsync(HttpContext context, WebPage page)
        {
            if (Fails) throw new InvalidOperationException("The frame is broken.");
            context.Response.StatusCode = page.Status;
            return context.Response.WriteAsync($"framed: {page.Title} {page.Body}");
        }
    }
}
