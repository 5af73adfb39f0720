using PluginFramework.Plugins;
using PluginFramework.Ssh.Tests.Support;
using Renci.SshNet;

namespace PluginFramework.Ssh.Tests;

/// <summary>The server in a real host, which it leaves without a trace.</summary>
public sealed class UnloadTests
{
    [Fact]
    public async Task SshPlugin_ThatHasServed_IsFreedWhenItIsReloaded_AndKeepsItsKeys()
    {
        await using var host = await SshHost.StartAsync();
        var seen = new HashSet<string>();
        for (var round = 0; round < 3; round++)
        {
            using var client = new SshClient("127.0.0.1", host.Port, "ann", "secret");
            client.HostKeyReceived += (_, key) => seen.Add(key.FingerPrintSHA256);
            await client.ConnectAsync(SshFixture.Token);
            using var command = client.CreateCommand("anything");
            await command.ExecuteAsync(SshFixture.Token);
            command.Result.ShouldBe("shell of ann");
            command.ExitStatus.ShouldBe(3);
            using var open = client.CreateCommand("wait");
            var running = open.ExecuteAsync(SshFixture.Token);

            (await host.Host.Plugins.ReloadAsync("ssh", SshFixture.Token)).State.ShouldBe(PluginState.Active, host.Dump());

            await host.Host.WhenUnloadedAsync();
            await Task.WhenAny(running, Task.Delay(TimeSpan.FromSeconds(20), TimeProvider.System, SshFixture.Token));
            running.IsCompleted.ShouldBeTrue();
        }

        host.Host.PendingUnloads.ShouldBe(0);
        host.Log.Lines.ShouldNotContain(line => line.Contains("still in memory"), host.Log.ToString());
        seen.ShouldHaveSingleItem();
    }
}
