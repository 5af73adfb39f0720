using System.Net.Sockets;
using System.Text.Json;
using PluginFramework.Daemon.Tests.Harness;

namespace PluginFramework.Daemon.Tests;

public sealed class LifecycleTests
{
    [Fact]
    public async Task Start_AfterUsersWereAddedOffline_ServesAndShowsItUntilStopped()
    {
        await using var daemon = new TestDaemon();
        await daemon.AddUsersAsync();
        var users = await daemon.DoAsync("user", "list");
        users.ShouldContain("ann");
        users.ShouldContain("operator");
        users.ShouldContain("bob");

        (await daemon.StartAsync()).ShouldContain("listening");
        var json = await daemon.DoAsync("status", "--json");
        ShouldHaveTheStableShape(json, daemon.RunDirectory);
        var status = JsonSerializer.Deserialize<DaemonStatus>(json, JsonSerializerOptions.Web)!;
        status.Plugins.ShouldAllBe(plugin => plugin.State == "Active" && plugin.Reason == null);
        status.Endpoints.Select(endpoint => new Uri(endpoint.Address).Scheme).ShouldBe(["tcp", "tls"], ignoreOrder: true);
        foreach (var endpoint in status.Endpoints) await (await RawClient.ConnectAsync(new Uri(endpoint.Address))).DisposeAsync();

        (await daemon.DoAsync("stop")).ShouldContain($"Process {status.Pid} has stopped.");
        (await daemon.RunCommandAsync("status")).Code.ShouldBe(69);
        File.Exists(daemon.InRunDirectory("pluginhost.pid")).ShouldBeFalse();
        File.Exists(daemon.InRunDirectory("control.sock")).ShouldBeFalse();
        await Should.ThrowAsync<SocketException>(() => RawClient.ConnectAsync(status.AddressOf("irc", "tcp")));
    }

    [Fact]
    public async Task SecondDaemon_InTheSameRunDirectory_IsRefused()
    {
        await using var daemon = new TestDaemon();
        await daemon.StartAsync();
        var pid = (await daemon.GetStatusAsync()).Pid;

        foreach (var command in (string[])["start", "run"])
        {
            var second = await daemon.RunCommandAsync([command, .. TestDaemon.AnyPorts]);
            second.Code.ShouldBe(69, command);
            second.Error.ShouldContain($"already, as process {pid}.");
        }

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
        await daemon.DoAsync("user", "add", "carol", "--no-password");
        await daemon.StartAsync();

        var status = await daemon.GetStatusAsync();
        status.Plugins.ShouldAllBe(plugin => plugin.State == "Active");
        await (await RawClient.ConnectAsync(status.AddressOf("irc", "tcp"))).DisposeAsync();
    }

    /// <summary>Scripts rely on it: nothing more, nothing less.</summary>
    private static void ShouldHaveTheStableShape(string json, string runDirectory)
    {
        using var document = JsonDocument.Parse(json);
        var status = document.RootElement;
        NamesOf(status).ShouldBe(["version", "pid", "rundir", "endpoints", "plugins"]);
        status.GetProperty("version").GetString().ShouldNotBeNullOrEmpty();
        status.GetProperty("pid").GetInt32().ShouldBeGreaterThan(0);
        status.GetProperty("rundir").GetString().ShouldBe(runDirectory);
        status.GetProperty("endpoints").GetArrayLength().ShouldBeGreaterThan(0);
        foreach (var endpoint in status.GetProperty("endpoints").EnumerateArray())
        {
            NamesOf(endpoint).ShouldBe(["protocol", "address"]);
            new Uri(endpoint.GetProperty("address").GetString()!).Port.ShouldBeGreaterThan(0);
        }

        status.GetProperty("plugins").GetArrayLength().ShouldBeGreaterThan(0);
        foreach (var plugin in status.GetProperty("plugins").EnumerateArray()) NamesOf(plugin).ShouldBe(["id", "version", "state", "reason"]);
    }

    private static IEnumerable<string> NamesOf(JsonElement element) => element.EnumerateObject().Select(property => property.Name);
}
