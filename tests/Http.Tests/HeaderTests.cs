using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace PluginFramework.Http.Tests;

public sealed class HeaderTests
{
    [Fact]
    public async Task EveryResponse_TellsBrowsersWhatNotToDo_AndNotWhatTheServerIs()
    {
        await using var http = await HttpFixture.StartAsync();
        http.Map("fails", _ => throw new InvalidOperationException("secret detail"));
        http.Map("ok", context => context.Response.WriteAsync("ok"));

        foreach (var path in new[] { "ok", "fails", "missing", "" })
        {
            using var response = await http.Client.GetAsync(new Uri(http.Plain, path), HttpFixture.Token);
            Value(response, "X-Content-Type-Options").ShouldBe("nosniff", path);
            Value(response, "X-Frame-Options").ShouldBe("DENY", path);
            Value(response, "Referrer-Policy").ShouldBe("same-origin", path);
            Value(response, "Cross-Origin-Opener-Policy").ShouldBe("same-origin", path);
            Value(response, "Content-Security-Policy").ShouldBe(http.Options.ContentSecurityPolicy, path);
            response.Headers.Contains("Server").ShouldBeFalse(path);
            response.Headers.Contains("Strict-Transport-Security").ShouldBeFalse(path);
        }
    }

    [Fact]
    public async Task Module_MayReplaceThePolicy()
    {
        await using var http = await HttpFixture.StartAsync();
        http.Map("own", context =>
        {
            context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'self'";
            return Task.CompletedTask;
        });

        using var response = await http.Client.GetAsync(new Uri(http.Plain, "own"), HttpFixture.Token);

        Value(response, "Content-Security-Policy").ShouldBe("default-src 'none'; frame-ancestors 'self'");
        response.Headers.Contains("X-Frame-Options").ShouldBeFalse("it would forbid what the policy allows");
    }

    [Fact]
    public async Task StrictTransportSecurity_IsSaidOverTlsAlone()
    {
        await using var http = await HttpFixture.StartAsync(new() { StrictTransportSecurity = TimeSpan.FromDays(1) });

        using var plain = await http.Client.GetAsync(http.Plain, HttpFixture.Token);
        using var secure = await http.Client.GetAsync(http.Secure, HttpFixture.Token);

        plain.Headers.Contains("Strict-Transport-Security").ShouldBeFalse();
        Value(secure, "Strict-Transport-Security").ShouldBe("max-age=86400");
    }

    [Theory]
    [InlineData("http", "text/html", false, true)]
    [InlineData("https", "text/html", false, false)]
    [InlineData("https", "application/json", false, false)]
    [InlineData("https", "text/html", true, true)]
    [InlineData("https", "text/css", false, true)]
    [InlineData("http", "text/event-stream", false, false)]
    public async Task Compression_OfAModulesAnswer_SparesSecretsOverTls(string scheme, string type, bool asked, bool compressed)
    {
        await using var http = await HttpFixture.StartAsync();
        http.Map("text", context =>
        {
            if (asked) context.Features.Get<IHttpsCompressionFeature>()!.Mode = HttpsCompressionMode.Compress;
            context.Response.ContentType = type;
            return context.Response.Body.WriteAsync(Encoding.ASCII.GetBytes(new string('a', 5000))).AsTask();
        });
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(scheme == "http" ? http.Plain : http.Secure, "text")) { Headers = { AcceptEncoding = { new("gzip") } } };

        using var response = await http.Client.SendAsync(request, HttpFixture.Token);

        response.Content.Headers.ContentEncoding.Contains("gzip").ShouldBe(compressed);
    }

    private static string Value(HttpResponseMessage response, string name) => response.Headers.GetValues(name).ShouldHaveSingleItem();
}
