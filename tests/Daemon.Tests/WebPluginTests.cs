using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PluginFramework.Daemon.Tests.Harness;
using PluginFramework.TestUtilities;

namespace PluginFramework.Daemon.Tests;

/// <summary>A plugin with a page: copied into the folder of a running daemon, overwritten while wrk asks for the page, and deleted.</summary>
[Collection<MeasuredGroup>]
public sealed partial class WebPluginTests(ITestOutputHelper output)
{
    private const int Updates = 5;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WebPlugin_IsServedSoon_UpdatedWithoutAFailedRequest_AndFreedWhenItIsGone()
    {
        await using var daemon = new TestDaemon();
        await daemon.DoAsync("start", "--debug", "--endpoint", "http=tcp://127.0.0.1:0", "--endpoint", "irc=", "--endpoint", "ssh=");
        var page = new Uri($"http://127.0.0.1:{(await daemon.GetStatusAsync()).AddressOf("http", "tcp").Port}/sample/");
        using var client = new HttpClient();
        var file = Path.Combine(daemon.PluginDirectory, "sample.dll");
        var versions = Enumerable.Range(0, Updates + 1).Select(number => $"1.0.{number}").ToList();
        var compiled = versions.ToDictionary(version => version, version => Sample(version).CompileTo(daemon.Aside(version)));
        Directory.CreateDirectory(daemon.PluginDirectory);
        var before = await LoadContextsAsync(daemon);

        var served = await CopyAsync(versions[0]);
        output.WriteLine($"The page was served {served.TotalMilliseconds:0} ms after its plugin was copied.");
        served.ShouldBeLessThan(TimeSpan.FromSeconds(2));

        await ExternalProgram.RequireAsync("wrk", "sh", "-c", "command -v wrk");
        await using (var load = new WrkLoad(page))
        {
            foreach (var version in versions.Skip(1)) output.WriteLine($"{version} was served {(await CopyAsync(version)).TotalMilliseconds:0} ms after it was copied.");
            var report = await load.EndAsync();
            output.WriteLine(report);
            report.ShouldNotContain("Non-2xx");
            report.ShouldNotContain("Socket errors");
            int.Parse(RequestCount().Match(report).Groups[1].Value, CultureInfo.InvariantCulture).ShouldBeGreaterThan(100);
        }

        File.Delete(file);
        await Eventually.HoldsAsync("The page is gone", async () => await ReadAsync() is null, () => "it is there still");
        foreach (var version in versions)
            await Eventually.HoldsAsync($"sample {version} is freed", async () => (await LogAsync()).Contains($"sample {version} is unloaded", StringComparison.Ordinal), () => LogAsync().Result);
        (await LogAsync()).ShouldNotContain("still in memory");
        (await LoadContextsAsync(daemon)).ShouldBeLessThanOrEqualTo(before);

        async Task<TimeSpan> CopyAsync(string version)
        {
            File.Copy(compiled[version], file, overwrite: true);
            var clock = Stopwatch.StartNew();
            await Eventually.HoldsAsync($"{version} is served", async () => await ReadAsync() == version, () => LogAsync().Result);
            return clock.Elapsed;
        }

        async Task<string?> ReadAsync()
        {
            using var answer = await client.GetAsync(page, Token);
            return answer.IsSuccessStatusCode ? await answer.Content.ReadAsStringAsync(Token) : null;
        }

        Task<string> LogAsync() => File.ReadAllTextAsync(daemon.InRunDirectory("pluginhost.log"), Token);
    }

    private static async Task<int> LoadContextsAsync(TestDaemon daemon)
    {
        var health = JsonNode.Parse(await daemon.DoAsync("panel", "show", "health", "--json"))!.ToJsonString();
        return int.Parse(LoadContexts().Match(health).Groups[1].Value, CultureInfo.InvariantCulture);
    }

    private static PluginSource Sample(string version) => PluginSource.Plugin("sample", $$"""
        [WebModule("sample", Title = "Sample"), Shared]
        public sealed class Sample : IWebModule
        {
            public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/", () => Results.Text("{{version}}"));
        }
        """) with { Version = version };

    [GeneratedRegex("([0-9]+) requests in")]
    private static partial Regex RequestCount();

    [GeneratedRegex("\"loadContexts\".*?([0-9]+)")]
    private static partial Regex LoadContexts();
}
