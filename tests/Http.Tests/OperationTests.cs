using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using PluginFramework.Plugins;
using PluginFramework.TestUtilities;

namespace PluginFramework.Http.Tests;

/// <summary>What operators look at: health, metrics and the access log.</summary>
public sealed class OperationTests
{
    [Theory]
    [InlineData("health/live", "", PluginState.Starting, 200, "live\n")]
    [InlineData("health/ready", "", PluginState.Active, 200, "ready\n")]
    [InlineData("health", "application/json", PluginState.Active, 200, "{\"status\":\"ready\"}\n")]
    [InlineData("health/ready", "application/json", PluginState.Starting, 503, "{\"status\":\"not ready\"}\n")]
    [InlineData("health/ready", "", PluginState.Failed, 200, "ready\n")]
    public async Task Health_SaysHowItStands(string path, string accept, PluginState state, int status, string text)
    {
        await using var http = await HttpFixture.StartAsync();
        http.Plugins.Plugins = [new("other", "1.0.0", state, null)];
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (accept.Length > 0) request.Headers.Add("Accept", accept);

        using var response = await http.Client.SendAsync(request, HttpFixture.Token);

        ((int)response.StatusCode).ShouldBe(status);
        (await response.Content.ReadAsStringAsync(HttpFixture.Token)).ShouldBe(text);
    }

    [Fact]
    public async Task Health_WhileThePluginStops_IsNotReady()
    {
        await using var http = await HttpFixture.StartAsync();
        http.Context.Stop();

        (await http.Client.GetAsync(new Uri(http.Plain, "health"), HttpFixture.Token)).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task Metrics_AreInPrometheusForm_WithTheRuntimesAndOurs()
    {
        await using var http = await HttpFixture.StartAsync();
        http.Map("echo", context => context.Response.WriteAsync("ok"));
        for (var i = 0; i < 3; i++) await http.Client.GetStringAsync(new Uri(http.Plain, "echo"), HttpFixture.Token);

        using var response = await http.Client.GetAsync(new Uri(http.Plain, "metrics"), HttpFixture.Token);

        response.Content.Headers.ContentType!.ToString().ShouldBe("text/plain; version=0.0.4; charset=utf-8");
        // A request is counted when it has ended, which is a moment after its answer has come.
        var text = "";
        var waited = System.Diagnostics.Stopwatch.StartNew();
        while (!IsCounted(text = await http.Client.GetStringAsync(new Uri(http.Plain, "metrics"), HttpFixture.Token)))
            waited.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(30), text);
        text.ShouldContain("# TYPE http_server_request_duration_seconds histogram\n");
        text.ShouldContain("# TYPE dotnet_gc_collections_total counter\n");
        text.Split('\n').Where(line => line.StartsWith("# TYPE ", StringComparison.Ordinal)).ShouldBeUnique();
    }

    [Theory]
    [InlineData("", 403)]
    [InlineData("bob:secret", 403)]
    public async Task Metrics_FromAnotherMachine_AreForOperatorsAlone(string credentials, int status)
    {
        await using var http = await HttpFixture.StartAsync();

        (await StatusAsync(http, credentials, encrypted: credentials.Length > 0)).ShouldBe($"HTTP/1.1 {status} Forbidden");
        (await StatusAsync(http, "", encrypted: true)).ShouldBe("HTTP/1.1 401 Unauthorized");
        (await StatusAsync(http, "ann:secret", encrypted: true)).ShouldBe("HTTP/1.1 200 OK");
    }

    [Fact]
    public async Task AccessLog_HasEachRequestInTheCombinedForm_WithoutItsQuery()
    {
        await using var http = await HttpFixture.StartAsync(new() { AccessLog = "logs/access.log" });
        var path = Path.Combine(http.Context.DataDirectory, "logs", "access.log");
        using var request = new HttpRequestMessage(HttpMethod.Get, "nothing/%22here?secret=1") { Headers = { { "Referer", "http://localhost/from?secret=2" } } };
        request.Headers.TryAddWithoutValidation("User-Agent", "test \"agent\"");

        using var response = await http.Client.SendAsync(request, HttpFixture.Token);
        var waited = System.Diagnostics.Stopwatch.StartNew();
        while (!File.Exists(path) || new FileInfo(path).Length == 0)
        {
            waited.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(30), http.Log.ToString());
            await Task.Delay(1, HttpFixture.Token);
        }

        var expected = $"127.0.0.1 - - [01/Jan/2026:00:00:00 +0000] \"GET /nothing/%22here HTTP/1.1\" 404 {response.Content.Headers.ContentLength} "
            + "\"http://localhost/from\" \"test \\x22agent\\x22\"\n";
        (await File.ReadAllTextAsync(path, HttpFixture.Token)).ShouldBe(expected);
        http.Log.Lines.ShouldContain(line => line.StartsWith("Information http.access: 127.0.0.1 - - \"GET /nothing/%22here HTTP/1.1\" 404", StringComparison.Ordinal));
        http.Log.Lines.Where(line => line.StartsWith("Information", StringComparison.Ordinal)).ShouldNotContain(line => line.Contains("secret"));
    }

    private static bool IsCounted(string text) => text.Contains("http_server_active_requests 1\n", StringComparison.Ordinal)
        && text.Contains("http_server_request_duration_seconds_count{http_request_method=\"GET\",http_response_status_code=\"200\",plugin=\"test\"} 3\n", StringComparison.Ordinal);

    private static async Task<string?> StatusAsync(HttpFixture http, string credentials, bool encrypted)
    {
        await using var connection = new TestConnection { IsLocal = false, IsEncrypted = encrypted };
        var serving = http.Connections.ServeAsync(connection.Server);
        var authorization = credentials.Length == 0 ? "" : $"Authorization: Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials))}\r\n";
        await connection.SendAsync($"GET /metrics HTTP/1.1\r\nHost: localhost\r\n{authorization}Connection: close\r\n\r\n", HttpFixture.Token);
        var status = await connection.ReadLineAsync(HttpFixture.Token);
        // The rest is taken, so that the server can end; the host closes the connection then.
        var rest = connection.Client.Input.CopyToAsync(Stream.Null, HttpFixture.Token);
        await serving;
        await connection.Server.Transport.Output.CompleteAsync();
        await rest;
        return status;
    }
}
