using System.Net;
using System.Net.Sockets;
using PluginFramework.Daemon.Tests.Harness;

namespace PluginFramework.Daemon.Tests;

public sealed class StartFailureTests
{
    [Fact]
    public async Task Start_WithAPortInUse_NamesItAndServesTheOthers()
    {
        using var squatter = new TcpListener(IPAddress.Loopback, 0);
        squatter.Start();
        var taken = $"tcp://127.0.0.1:{((IPEndPoint)squatter.LocalEndpoint).Port}";
        await using var daemon = new TestDaemon();

        var start = await daemon.RunCommandAsync("start", "--endpoint", $"irc={taken}", "--endpoint", "irc=tls://127.0.0.1:0", "--endpoint", "http=", "--endpoint", "ssh=");

        start.Code.ShouldBe(69, start.Error);
        start.Output.ShouldContain($"{taken} is in use");
        start.Output.ShouldContain("Stop that program, or configure another address for irc.");
        start.Error.ShouldContain("1 of 2 endpoints could not be bound");
        (await daemon.GetStatusAsync()).Endpoints.Length.ShouldBe(1);
        (await daemon.DoAsync("endpoint", "list")).ShouldContain($"{taken} is in use");
        await using var client = await daemon.ConnectAsync("tls");
        await client.SendAsync("CAP LS 302");
        await client.Lines.ReadUntilAsync("sasl");
    }

    [Theory]
    [InlineData("{\n  \"endpoint\": {}\n}", "pluginhost.json:2:3; did you mean 'endpoints'?")]
    [InlineData("{\n  \"disabled\": [\n", "pluginhost.json:3:1")]
    [InlineData("{ \"startTimeout\": \"soon\" }", "pluginhost.json:1:")]
    public async Task Start_WithAWrongConfigurationFile_SaysWhereAndStartsNothing(string text, string message)
    {
        await using var daemon = new TestDaemon();
        daemon.CreateRunDirectory();
        await File.WriteAllTextAsync(daemon.InRunDirectory("pluginhost.json"), text, TestContext.Current.CancellationToken);

        var start = await daemon.RunCommandAsync(["start", .. TestDaemon.AnyPorts]);

        start.Code.ShouldBe(78, start.Error);
        start.Error.ShouldContain(message);
        File.Exists(daemon.InRunDirectory("pluginhost.pid")).ShouldBeFalse();
    }

    [Fact]
    public async Task Start_WithAnUnknownSetting_EndsWith78()
    {
        await using var daemon = new TestDaemon();
        var start = await daemon.RunCommandAsync("start", "--set", "endpoint.irc=tcp://127.0.0.1:0");
        start.Code.ShouldBe(78);
        start.Error.ShouldContain("did you mean 'endpoints'?");
    }

    [Theory]
    [InlineData("start --endpiont irc=tcp://127.0.0.1:0", "Unknown option '--endpiont'; did you mean '--endpoint'?")]
    [InlineData("satrt", "Unknown command 'satrt'; did you mean 'start'?")]
    public async Task Command_OfUnknownWords_EndsWith64AndSaysWhatIsNearest(string line, string message)
    {
        await using var daemon = new TestDaemon();
        var result = await daemon.RunCommandAsync(line.Split(' '));
        result.Code.ShouldBe(64);
        result.Error.ShouldContain(message);
        Directory.Exists(daemon.RunDirectory).ShouldBeFalse();
    }

    [Fact]
    public async Task Start_WithAnUnknownKeyOfAPlugin_RunsTheOthersAndSaysWhere()
    {
        await using var daemon = new TestDaemon();

        var start = await daemon.RunCommandAsync(["start", .. TestDaemon.AnyPorts, "--set", "plugins:irc:SrverName=irc.example.org"]);

        start.Code.ShouldBe(0, "the daemon runs");
        start.Error.ShouldContain(" plugins failed: irc. `");
        start.Error.ShouldContain($" --rundir {daemon.RunDirectory} plugin why irc` tells more.");
        start.Output.ShouldContain("Unknown key 'SrverName' in plugins:irc at --set plugins:irc:SrverName; did you mean 'serverName'?");
        var status = await daemon.GetStatusAsync();
        status.Find("irc")!.State.ShouldBe("Failed");
        status.Plugins.ShouldContain(plugin => plugin.Id == "chat" && plugin.State == "Active");
    }

    /// <summary>A bind mount of a file that is not there makes a directory of its name.</summary>
    [Theory]
    [InlineData("pluginhost.json")]
    [InlineData("other.json", "--config")]
    public async Task Start_WithAConfigurationThatCannotBeRead_EndsWith78AndNamesIt(string name, string? option = null)
    {
        await using var daemon = new TestDaemon();
        daemon.CreateRunDirectory();
        var path = daemon.InRunDirectory(name);
        Directory.CreateDirectory(path);

        var start = await daemon.RunCommandAsync(["start", .. TestDaemon.AnyPorts, .. option is null ? Array.Empty<string>() : [option, path]]);

        start.Code.ShouldBe(78, start.Output);
        start.Error.ShouldContain($"The configuration file {path} cannot be read");
    }

    [Fact]
    public async Task Start_WithAConfigurationThatIsNotThere_EndsWith78()
    {
        await using var daemon = new TestDaemon();
        var start = await daemon.RunCommandAsync("start", "--config", daemon.Aside("none.json"));
        start.Code.ShouldBe(78);
        start.Error.ShouldContain("none.json");
    }

    [Fact]
    public async Task Start_WithNamesOfPluginsThatAreNotThere_StartsAndSaysWhere()
    {
        await using var daemon = new TestDaemon();
        daemon.CreateRunDirectory();
        var file = daemon.InRunDirectory("pluginhost.json");
        await File.WriteAllTextAsync(file, "{\n  \"disabled\": [\"icr\"],\n  \"plugins\": { \"chatt\": {} }\n}", TestContext.Current.CancellationToken);

        var start = await daemon.RunCommandAsync(["start", .. TestDaemon.AnyPorts]);

        start.Code.ShouldBe(0, start.Error);
        start.Error.ShouldContain($"'icr' in disabled at {file}:2:16 has no effect: there is no such plugin; did you mean 'irc'?");
        start.Error.ShouldContain($"plugins:chatt at {file}:3:16 has no effect: there is no such plugin; did you mean 'chat'?");
        (await File.ReadAllTextAsync(daemon.InRunDirectory("pluginhost.log"), TestContext.Current.CancellationToken)).ShouldContain("'icr' in disabled");
    }

    [Fact]
    public async Task Start_WithAnEndpointOfAProtocolThatNobodyServes_SaysSo()
    {
        await using var daemon = new TestDaemon();

        var start = await daemon.RunCommandAsync(["start", .. TestDaemon.AnyPorts, "--endpoint", "icr=tcp://127.0.0.1:0"]);

        start.Code.ShouldBe(0, start.Error);
        start.Error.ShouldContain("endpoints:icr at --endpoint icr has no effect: no plugin found serves that protocol; did you mean 'irc'?");
        start.Error.ShouldNotContain("endpoints:irc");
        (await daemon.DoAsync("plugin", "disable", "irc")).ShouldContain("Disabled");
        (await daemon.RunCommandAsync("status")).Error.ShouldNotContain("endpoints:irc", customMessage: "it is there, and only switched off");
    }

    [Fact]
    public async Task EditOfAKeyThatOnlyAStartReads_IsShownUntilThen()
    {
        await using var daemon = new TestDaemon();
        await daemon.StartAsync();
        var file = daemon.InRunDirectory("pluginhost.json");
        await File.WriteAllTextAsync(file, """{ "network": { "holdTime": "3s" } }""", TestContext.Current.CancellationToken);
        await Eventually.HoldsAsync(
            "The change is shown", async () => (await daemon.RunCommandAsync("status")).Error.Contains($"network:holdTime at {file}:1:16 has changed", StringComparison.Ordinal),
            () => "");

        await daemon.DoAsync("stop");
        await daemon.StartAsync();
        (await daemon.RunCommandAsync("status")).Error.ShouldNotContain("holdTime");
    }

    [Theory]
    [InlineData("start")]
    [InlineData("run")]
    [InlineData("plugin list")]
    public async Task Command_WithADamagedQuarantine_EndsWith78AndSaysWhatToDo(string command)
    {
        await using var daemon = new TestDaemon();
        daemon.CreateRunDirectory();
        var path = daemon.InRunDirectory("quarantine.json");
        await File.WriteAllTextAsync(path, "[{\"Id\":", TestContext.Current.CancellationToken);

        var result = await daemon.RunCommandAsync(command.Split(' '));

        result.Code.ShouldBe(78, result.Error);
        result.Error.ShouldContain($"pluginhost: {path} is damaged: ");
        result.Error.ShouldContain("Delete it to let all quarantined plugins start again.");
        result.Error.ShouldNotContain("Exception");
        File.Exists(daemon.InRunDirectory("pluginhost.pid")).ShouldBeFalse();
    }
}
