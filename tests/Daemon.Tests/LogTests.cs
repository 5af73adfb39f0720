using System.Diagnostics;
using System.Globalization;
using PluginFramework.Daemon.Tests.Harness;

namespace PluginFramework.Daemon.Tests;

public sealed class LogTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Follow_ShowsWhatIsLoggedFromNowOn_UntilInterrupted()
    {
        await using var daemon = new TestDaemon();
        await daemon.StartAsync();
        var info = daemon.CommandOf("logs", "--follow", "-n", "1", "--search", "pluginhost.json");
        info.RedirectStandardOutput = true;
        using var follow = Process.Start(info)!;
        (await follow.StandardOutput.ReadLineAsync(Token)).ShouldBe("There is nothing.");

        await File.WriteAllTextAsync(daemon.InRunDirectory("pluginhost.json"), "{ \"drainTimeout\": \"4s\" }", Token);
        await daemon.DoAsync("reload");
        (await follow.StandardOutput.ReadLineAsync(Token)).ShouldNotBeNull().ShouldContain("pluginhost.json");
        await File.WriteAllTextAsync(daemon.InRunDirectory("pluginhost.json"), "{ \"drainTimeout\": 4m }", Token);
        var refused = await daemon.RunCommandAsync("reload");
        refused.Code.ShouldBe(78);
        refused.Error.ShouldContain("pluginhost.json:1:");

        using var kill = Process.Start("kill", ["-INT", follow.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(Token);
        await follow.WaitForExitAsync(Token);
        follow.ExitCode.ShouldBe(130);
    }
}
