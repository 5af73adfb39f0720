using System.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace PluginFramework.Http.Tests;

/// <summary>The client that everybody has.</summary>
public sealed class CurlTests
{
    [Theory]
    [InlineData("--http1.1", false, "HTTP/1.1")]
    [InlineData("--http1.1", true, "HTTP/1.1")]
    [InlineData("--http2", true, "HTTP/2")]
    [InlineData("--compressed", true, "HTTP/2")]
    public async Task Curl_InEachVersion_GetsThePage(string option, bool tls, string protocol)
    {
        await using var http = await HttpFixture.StartAsync();
        http.Map("who", context => context.Response.WriteAsync($"{context.Request.Protocol} {new string('x', 2000)}"));

        var (code, output) = await RunAsync(option, "--insecure", "--fail", new Uri(tls ? http.Secure : http.Plain, "who").ToString());

        code.ShouldBe(0);
        output.ShouldStartWith(protocol + " x");
    }

    [Fact]
    public async Task Curl_UploadsRangesAndLogsIn()
    {
        await using var http = await HttpFixture.StartAsync(prepare: fixture =>
        {
            File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(fixture.Context.DataDirectory, "www")).FullName, "file.txt"), "0123456789");
            fixture.Modules.Add("auth", new LoginModule(fixture.Users));
        });
        http.Map("count", async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            await context.Response.WriteAsync($"{body.Length}");
        });
        var file = Path.Combine(http.RunDirectory, "upload");
        await File.WriteAllBytesAsync(file, new byte[3_000_000], HttpFixture.Token);

        (await RunAsync("--data-binary", "@" + file, new Uri(http.Plain, "count").ToString())).ShouldBe((0, "3000000"));
        (await RunAsync("--insecure", "--http2", "-T", file, new Uri(http.Secure, "count").ToString())).ShouldBe((0, "3000000"));
        (await RunAsync("--range", "2-4", new Uri(http.Plain, "file.txt").ToString())).ShouldBe((0, "234"));
        (await RunAsync("--user", "ann:secret", new Uri(http.Plain, "auth/me").ToString())).ShouldBe((0, "ann"));
        (await RunAsync("--fail", "--user", "ann:wrong", new Uri(http.Plain, "auth/me").ToString())).Code.ShouldBe(22);
    }

    private static async Task<(int Code, string Output)> RunAsync(params string[] arguments)
    {
        var curl = Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Select(folder => Path.Combine(folder, "curl")).FirstOrDefault(File.Exists);
        Assert.SkipWhen(curl is null, "curl is not installed.");
        using var process = Process.Start(new ProcessStartInfo(curl!, ["--silent", "--noproxy", "*", .. arguments]) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync(HttpFixture.Token);
        await process.WaitForExitAsync(HttpFixture.Token);
        return (process.ExitCode, output);
    }
}
