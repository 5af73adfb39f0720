using Microsoft.AspNetCore.Http;

namespace PluginFramework.Http.Tests;

/// <summary>Which names the server answers to, and what stands under each.</summary>
public sealed class HostTests
{
    [Theory]
    [InlineData("localhost", 200)]
    [InlineData("localhost:1234", 200)]
    [InlineData("LOCALHOST", 200)]
    [InlineData("app.localhost", 200)]
    [InlineData("127.0.0.1", 200)]
    [InlineData("[::1]:8080", 200)]
    [InlineData("www.example.org", 200)]
    [InlineData("deep.wild.example", 200)]
    [InlineData("wild.example", 421)]
    [InlineData("evil.example", 421)]
    [InlineData("localhost.evil.example", 421)]
    [InlineData("127.0.0.1.evil.example", 421)]
    [InlineData("10.0.0.1", 421)]
    [InlineData("169.254.169.254", 421)]
    [InlineData("", 200)]
    [InlineData("a b", 400)]
    [InlineData("localhost/evil", 400)]
    [InlineData("user@localhost", 400)]
    public async Task Host_ThatIsNotExpected_IsRefused(string host, int status)
    {
        await using var http = await HttpFixture.StartAsync(new() { AllowedHosts = ["www.example.org", "*.wild.example"] });
        http.Map("echo", context => context.Response.WriteAsync("served"));

        var response = await RawHttp.SendAsync(http, $"GET /echo HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");

        RawHttp.Statuses(response).ShouldBe([status]);
    }

    [Fact]
    public async Task VirtualHost_HasItsOwnFiles_AndModulesOnlyWhereTheyAreAllowed()
    {
        await using var http = await HttpFixture.StartAsync(
            new()
            {
                Hosts =
                {
                    ["site.example"] = new() { Root = "site", Modules = false, ContentSecurityPolicy = "default-src *" },
                    ["*.site.example"] = new() { Root = "below" },
                    ["old.example"] = new() { RedirectTo = "https://new.example" },
                },
            },
            fixture =>
            {
                foreach (var (folder, text) in new[] { ("www", "default"), ("site", "site"), ("below", "below") })
                    File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(fixture.Context.DataDirectory, folder)).FullName, "index.html"), text);
            });
        http.Map("echo", context => context.Response.WriteAsync("module"));

        (await GetAsync("localhost", "/")).ShouldEndWith("default");
        var site = await GetAsync("site.example", "/");
        site.ShouldEndWith("\r\n\r\nsite");
        site.ShouldContain("Content-Security-Policy: default-src *\r\n");
        (await GetAsync("a.site.example", "/")).ShouldEndWith("below");
        (await GetAsync("a.site.example", "/echo")).ShouldContain("module");
        foreach (var path in new[] { "/echo", "/health", "/metrics", "/nothing" }) (await GetAsync("site.example", path)).ShouldStartWith("HTTP/1.1 404");
        var moved = await GetAsync("old.example", "//a%20b?c=d");
        moved.ShouldStartWith("HTTP/1.1 308");
        moved.ShouldContain("Location: https://new.example//a%20b?c=d\r\n");

        Task<string> GetAsync(string host, string path) => RawHttp.SendAsync(http, $"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    }
}
