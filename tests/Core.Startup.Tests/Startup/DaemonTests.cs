using System.Text.Json;
using PluginFramework.Core.Configuration;

namespace PluginFramework.Core.Startup.Tests;

public sealed class DaemonTests : IDisposable
{
    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public async Task Run_UntilStopped_ShowsWhatIsBoundAndWhatFailedAndLeavesNothingBehind()
    {
        var daemon = await _shell.StartDaemonAsync();
        (await _shell.RunAsync("status")).Code.ShouldBe(ExitCode.Ok);
        var stop = await _shell.RunAsync("stop");
        var run = await daemon;

        stop.Code.ShouldBe(ExitCode.Ok);
        stop.Output.ShouldContain($"Process {Environment.ProcessId} has stopped.");
        run.Code.ShouldBe(ExitCode.Ok);
        run.Output.ShouldContain("irc       tcp://127.0.0.1:6667  listening");
        run.Output.ShouldContain("smtp      tcp://127.0.0.1:25    permission denied");
        run.Output.ShouldContain("ftp          Failed   threw");
        run.Error.ShouldContain("user add NAME --role operator");
        _shell.Hosts.ShouldHaveSingleItem().Calls.ShouldBe(["start", "stop", "dispose"]);
        Directory.GetFiles(_shell.RunDirectory).Select(Path.GetFileName).Order().ShouldBe(["audit.jsonl", "lock"]);
        File.ReadAllText(Path.Combine(_shell.RunDirectory, "audit.jsonl")).ShouldContain("\"action\":\"daemon.stop\"");
    }

    [Fact]
    public async Task Run_WithAPluginThatFailed_NamesItAndTheNextStepOnStandardError()
    {
        var daemon = await _shell.StartDaemonAsync();
        await _shell.RunAsync("stop");
        var run = await daemon;
        run.Code.ShouldBe(ExitCode.Ok, "the daemon runs without it");
        run.Error.ShouldContain("pluginhost: 1 of 3 plugins failed: ftp. `");
        run.Error.ShouldContain("plugin why ftp` tells more.");
        run.Error.ShouldNotContain("irc.", customMessage: "it waits for another, and has not failed");
    }

    [Fact]
    public async Task Run_WithSettingsThatNothingTakes_SaysSoInItsLogAndInItsStatus()
    {
        var daemon = await _shell.StartDaemonAsync(
            "run", "--endpoint", "icr=tcp://127.0.0.1:0", "--set", "disabled=nobody", "--set", "plugins:ident:key=1", "--set", "plugins:irc:key=1");
        var status = await _shell.RunAsync("status");
        await _shell.RunAsync("stop");
        var run = await daemon;

        foreach (var text in (string[])[run.Error, status.Error])
        {
            text.ShouldContain("endpoints:icr at --endpoint icr has no effect: no plugin found serves that protocol; did you mean 'irc'?", Case.Sensitive, text);
            text.ShouldContain("'nobody' in disabled at --set disabled has no effect: there is no such plugin.");
            text.ShouldContain("plugins:ident at --set plugins:ident:key has no effect: there is no such plugin");
            text.ShouldNotContain("plugins:irc");
            text.Split("endpoints:icr").Length.ShouldBe(2, "once is enough");
        }
    }

    [Fact]
    public async Task Run_WhoseConfigurationChanges_SaysWhatWaitsForTheNextStart()
    {
        var daemon = await _shell.StartDaemonAsync("run");
        (await _shell.RunAsync("status")).Error.ShouldNotContain("pluginhost.json");
        var path = Path.Combine(_shell.RunDirectory, "pluginhost.json");
        await File.WriteAllTextAsync(path, """{ "network": { "maxConnections": 7 }, "plugins": { "nobody": {} } }""", TestContext.Current.CancellationToken);
        var settings = _shell.Hosts.ShouldHaveSingleItem().Settings;
        settings.ConfigurationTaken!(HostConfiguration.Load(settings.Sources!));
        var status = await _shell.RunAsync("status");
        await _shell.RunAsync("stop");

        status.Error.ShouldContain($"network:maxConnections at {path}:1:16 has changed; this takes effect when the daemon is started again.");
        status.Error.ShouldContain($"plugins:nobody at {path}:1:");
        var run = await daemon;
        run.Error.ShouldContain($"network:maxConnections at {path}:1:16 has changed");
    }

    [Fact]
    public async Task AnyCommand_WithADamagedFileInTheRunDirectory_EndsWith78AndSaysWhatToDo()
    {
        _shell.OnCreate = () => throw new InvalidDataException("/run/quarantine.json is damaged: bad. Delete it.");
        foreach (var command in (string[])["run", "plugin list"])
        {
            var result = await _shell.RunAsync(command.Split(' '));
            result.Code.ShouldBe(ExitCode.Configuration, command);
            result.Error.TrimEnd().ShouldEndWith("pluginhost: /run/quarantine.json is damaged: bad. Delete it.");
        }

        File.Exists(Path.Combine(_shell.RunDirectory, "pluginhost.pid")).ShouldBeFalse();
    }

    [Fact]
    public async Task StatusJson_HasExactlyTheStableShape()
    {
        var daemon = await _shell.StartDaemonAsync("run");
        var status = await _shell.RunAsync("status", "--json");
        await _shell.RunAsync("stop");
        await daemon;

        status.Code.ShouldBe(ExitCode.Ok);
        status.Error.ShouldBeEmpty();
        var rundir = JsonSerializer.Serialize(_shell.RunDirectory);
        status.Output.TrimEnd().ShouldBe(
            $$"""{"version":"1.0.0","pid":{{Environment.ProcessId}},"rundir":{{rundir}},"endpoints":[{"protocol":"irc","address":"tcp://127.0.0.1:6667"}],"plugins":""" +
            """[{"id":"ftp","version":"1.0.0","state":"Failed","reason":"threw"},{"id":"identity","version":"1.0.0","state":"Active","reason":null},""" +
            """{"id":"irc","version":"1.2.0","state":"Waiting","reason":"needs IChatNetwork"}]}""");
    }

    [Fact]
    public async Task Run_WhileAnotherDoes_EndsWith69()
    {
        var daemon = await _shell.StartDaemonAsync("run");
        var second = await _shell.RunAsync("run");
        var start = await _shell.RunAsync("start");
        await _shell.RunAsync("stop");
        await daemon;

        second.Code.ShouldBe(ExitCode.Unavailable);
        second.Error.ShouldContain($"as process {Environment.ProcessId}");
        start.Code.ShouldBe(ExitCode.Unavailable);
    }

    [Fact]
    public async Task Commands_WhileADaemonRuns_GoToIt()
    {
        var daemon = await _shell.StartDaemonAsync("run");
        (await _shell.RunAsync("long-password\n", ["user", "add", "ann", "--password-stdin", "--role", "operator"])).Code.ShouldBe(ExitCode.Ok);
        (await _shell.RunAsync("plugin", "disable", "irc")).Output.ShouldContain("irc 1.2.0: Disabled");
        (await _shell.RunAsync("plugin", "list", "--json")).Output.ShouldContain("\"state\":\"Disabled\"");
        (await _shell.RunAsync("plugin", "reload", "ftp")).Code.ShouldBe(ExitCode.Failed);
        (await _shell.RunAsync("plugin", "reload", "fpt")).Error.ShouldContain("Did you mean 'ftp'?");
        (await _shell.RunAsync("endpoint", "list")).Output.ShouldContain("permission denied");
        (await _shell.RunAsync("endpoints", "list", "--json")).Output.ShouldContain("\"connections\":2");
        var status = await _shell.RunAsync("status");
        await _shell.RunAsync("stop");
        await daemon;

        _shell.Hosts.Count.ShouldBe(1);
        _shell.Users!.LastPassword.ShouldBe("long-password");
        status.Error.ShouldNotContain("--role operator", customMessage: "there is an operator now");
        var audit = File.ReadAllText(Path.Combine(_shell.RunDirectory, "audit.jsonl"));
        audit.ShouldContain("\"action\":\"plugin.disable\",\"outcome\":\"ok\"");
        audit.ShouldContain("\"outcome\":\"not-found\"");
        audit.ShouldNotContain("long-password");
    }

    [Fact]
    public async Task Run_WhoseHostFails_EndsAndStopsIt()
    {
        _shell.OnStart = _ => throw new HostConfigurationException("transport 'x' is unknown");
        var result = await _shell.RunAsync("run");
        result.Code.ShouldBe(ExitCode.Configuration);
        result.Error.ShouldContain("transport 'x' is unknown");
        _shell.Hosts.ShouldHaveSingleItem().Calls.ShouldBe(["start", "stop", "dispose"]);
        File.Exists(Path.Combine(_shell.RunDirectory, "pluginhost.pid")).ShouldBeFalse();
    }

    [Fact]
    public async Task Interrupt_WhileRunning_DrainsAndEndsWithZero()
    {
        var daemon = await _shell.StartDaemonAsync("run");
        (await _shell.RunAsync("status")).Code.ShouldBe(ExitCode.Ok);
        _shell.Interrupt();
        (await daemon).Code.ShouldBe(ExitCode.Ok);
        _shell.Hosts.ShouldHaveSingleItem().Calls.ShouldBe(["start", "stop", "dispose"]);
    }

    [Fact]
    public async Task Interrupt_WhileStarting_EndsWith130()
    {
        _shell.OnStart = async cancellationToken =>
        {
            _shell.Interrupt();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        };
        (await _shell.RunAsync("run")).Code.ShouldBe(ExitCode.Interrupted);
    }

    [Fact]
    public async Task Run_GivesTheHostItsDirectoriesAndSettings()
    {
        var daemon = await _shell.StartDaemonAsync("run", "--endpoint", "irc=tcp://127.0.0.1:0", "--transport", "memory", "--set", "pluginDirectories=[\"/more\"]");
        await _shell.RunAsync("stop");
        await daemon;

        var settings = _shell.Hosts.ShouldHaveSingleItem().Settings;
        settings.RunDirectory.ShouldBe(_shell.RunDirectory);
        settings.PluginDirectories.ShouldBe([Path.Combine(AppContext.BaseDirectory, "plugins"), Path.Combine(_shell.RunDirectory, "plugins"), "/more"]);
        settings.Configuration.Endpoints["irc"].ShouldBe(["tcp://127.0.0.1:0"]);
        settings.Configuration.Transport.ShouldBe("memory");
        settings.Only.ShouldBeNull();
        settings.Sources.ShouldNotBeNull();
    }

    [Fact]
    public async Task Run_WithLogFile_WritesIt()
    {
        var log = Path.Combine(Path.GetDirectoryName(_shell.RunDirectory)!, "my.log");
        var daemon = await _shell.StartDaemonAsync("run", "--logfile", log);
        await _shell.RunAsync("stop");
        await daemon;
        File.ReadAllText(log).ShouldContain("has started in");
    }
}
