using System.Net.Sockets;
using System.Text.Json;
using PluginFramework.Daemon.Tests.Harness;

namespace PluginFramework.Daemon.Tests;

public sealed class LifecycleTests
{
    [Fact]
    public async Task Start_AfterUsersWereAddedOffline_ServesUntilStopped()
    {
        await using var daemon = new TestDaemon();
        await daemon.AddUsersAsync();
        var users = await daemon.DoAsync("user", "list");
        users.ShouldContain("ann");
        users.ShouldContain("operator");
        users.ShouldContain("bob");

        var start = await daemon.StartAsync();
        start.ShouldContain("listening");
        var status = await daemon.GetStatusAsync();
        status.Endpoints.Select(endpoint => new Uri(endpoint.Address).Scheme).ShouldBe(["tcp", "tls"], ignoreOrder: true);
        foreach (var endpoint in status.Endpoints) await (await RawClient.ConnectAsync(new Uri(endpoint.Address))).DisposeAsync();

        (await daemon.DoAsync("stop")).ShouldContain($"Process {status.Pid} has stopped.");
        (await daemon.RunCommandAsync("status")).Code.ShouldBe(69);
        File.Exists(daemon.InRunDirectory("pluginhost.pid")).ShouldBeFalse();
        File.Exists(daemon.InRunDirectory("control.sock")).ShouldBeFalse();
        await Should.ThrowAsync<SocketException>(() => RawClient.ConnectAsync(status.AddressOf("irc", "tcp")));
    }

    [Fact]
    public async Task StatusJson_OfARunningDaemon_HasExactlyTheStableShape()
    {
        await using var daemon = new TestDaemon();
        await daemon.StartAsync();

        using var document = JsonDocument.Parse(await daemon.DoAsync("status", "--json"));

        var status = document.RootElement;
        NamesOf(status).ShouldBe(["version", "pid", "rundir", "endpoints", "plugins"]);
        status.GetProperty("version").GetString().ShouldNotBeNullOrEmpty();
        status.GetProperty("pid").GetInt32().ShouldBeGreaterThan(0);
        status.GetProperty("rundir").GetString().ShouldBe(daemon.RunDirectory);
        status.GetProperty("endpoints").EnumerateArray().ShouldNotBeEmpty();
        foreach (var endpoint in status.GetProperty("endpoints").EnumerateArray())
        {
            NamesOf(endpoint).ShouldBe(["protocol", "address"]);
            new Uri(endpoint.GetProperty("address").GetString()!).Port.ShouldBeGreaterThan(0);
        }

        status.GetProperty("plugins").EnumerateArray().Select(plugin => plugin.GetProperty("id").GetString()).ShouldContain("irc");
        foreach (var plugin in status.GetProperty("plugins").EnumerateArray())
        {
            NamesOf(plugin).ShouldBe(["id", "version", "state", "reason"]);
            plugin.GetProperty("state").GetString().ShouldBe("Active", plugin.GetRawText());
            plugin.GetProperty("reason").ValueKind.ShouldBe(JsonValueKind.Null);
        }
    }

    [Theory]
    [InlineData("start")]
    [InlineData("run")]
    public async Task SecondDaemon_InTheSameRunDirectory_IsRefused(string command)
    {
        await using var daemon = new TestDaemon();
        await daemon.StartAsync();
        var pid = (await daemon.GetStatusAsync()).Pid;

        var second = await daemon.RunCommandAsync([command, .. TestDaemon.AnyPorts]);

        second.Code.ShouldBe(69);
        second.Error.ShouldContain($"already, as process {pid}.");
        (await daemon.GetStatusAsync()).Pid.ShouldBe(pid);
    }

    /// <summary>The path of a Unix socket may have some hundred characters; with more the socket lies elsewhere.</summary>
    [Theory]
    [InlineData(3)]
    [InlineData(150)]
    public async Task Kill_OfTheDaemon_HindersNoLaterCommand(int lengthOfName)
    {
        await using var daemon = new TestDaemon(new string('r', lengthOfName));
        await daemon.StartAsync();
        await daemon.KillAsync((await daemon.GetStatusAsync()).Pid);
        File.Exists(daemon.InRunDirectory("pluginhost.pid")).ShouldBeTrue("a killed daemon cannot tidy up");

        (await daemon.RunCommandAsync("status")).Code.ShouldBe(69);
        (await daemon.RunCommandAsync("stop")).Code.ShouldBe(0);
        await daemon.DoAsync("user", "add", "carol", "--no-password");
        await daemon.StartAsync();

        var status = await daemon.GetStatusAsync();
        status.Plugins.ShouldAllBe(plugin => plugin.State == "Active");
        await (await RawClient.ConnectAsync(status.AddressOf("irc", "tcp"))).DisposeAsync();
        await daemon.DoAsync("stop");
    }

    private static IEnumerable<string> NamesOf(JsonElement element) => element.EnumerateObject().Select(property => property.Name);
}
