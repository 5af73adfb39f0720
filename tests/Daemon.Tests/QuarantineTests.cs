using PluginFramework.Daemon.Tests.Harness;

namespace PluginFramework.Daemon.Tests;

public sealed class QuarantineTests
{
    [Fact]
    public async Task PluginThatEndsTheProcessWhileStarting_IsQuarantinedUntilItIsEnabled()
    {
        await using var daemon = new TestDaemon();
        var fuse = daemon.Aside("fuse");
        await File.WriteAllTextAsync(fuse, "", TestContext.Current.CancellationToken);
        daemon.CreateRunDirectory();
        daemon.Drop(Samples.Crashing(fuse));

        var run = await daemon.RunCommandAsync(["run", .. TestDaemon.AnyPorts]);
        run.Code.ShouldNotBeOneOf(0, 1);
        run.Error.ShouldContain("boom");

        await daemon.StartAsync();
        var status = await daemon.GetStatusAsync();
        status.Find("crashing")!.State.ShouldBe("Quarantined");
        status.Find("crashing")!.Reason!.ShouldContain("plugin enable crashing");
        status.Plugins.Where(plugin => plugin.Id != "crashing").ShouldAllBe(plugin => plugin.State == "Active");
        await (await daemon.ConnectAsync()).DisposeAsync();

        // Enabled while it still does it, it ends the process again, and no other command than that one is harmed.
        var enable = await daemon.RunCommandAsync("plugin", "enable", "crashing");
        enable.Code.ShouldNotBe(0);
        enable.Error.ShouldContain("The daemon ended before it answered");
        (await File.ReadAllTextAsync(daemon.InRunDirectory("pluginhost.stderr"), TestContext.Current.CancellationToken)).ShouldContain("boom");
        await daemon.StartAsync();
        (await daemon.GetStatusAsync()).Find("crashing")!.State.ShouldBe("Quarantined");

        File.Delete(fuse);
        (await daemon.DoAsync("plugin", "enable", "crashing")).ShouldContain("crashing 1.0.0: Active");
    }
}
