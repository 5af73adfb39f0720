using System.Net;
using Microsoft.AspNetCore.Http;

namespace PluginFramework.Http.Tests;

public sealed class ProtocolTests
{
    [Theory]
    [InlineData(false, "1.1", "HTTP/1.1 http")]
    [InlineData(true, "1.1", "HTTP/1.1 https")]
    [InlineData(true, "2.0", "HTTP/2 https")]
    public async Task Request_InEachVersion_IsAnsweredByTheModule(bool tls, string version, string expected)
    {
        await using var http = await HttpFixture.StartAsync();
        http.Map("who", context => context.Response.WriteAsync($"{context.Request.Protocol} {context.Request.Scheme} {context.Request.PathBase} {context.Request.Path}"));
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(tls ? http.Secure : http.Plain, "who/are/you"))
        {
            Version = Version.Parse(version), VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };

        using var response = await http.Client.SendAsync(request, HttpFixture.Token);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await response.Content.ReadAsStringAsync(HttpFixture.Token)).ShouldBe($"{expected} /who /are/you");
    }

    [Fact]
    public async Task Drain_WithAnIdleConnection_EndsItAtOnceAndAbortsNothing()
    {
        await using var http = await HttpFixture.StartAsync();
        using var first = await http.Client.GetAsync(http.Plain, HttpFixture.Token);
        using var second = await http.Client.SendAsync(new(HttpMethod.Get, http.Secure) { Version = HttpVersion.Version20 }, HttpFixture.Token);

        var result = await http.DrainAsync(TimeSpan.FromSeconds(20));

        (result.Aborted, result.Stuck).ShouldBe((0, 0));
    }
}
