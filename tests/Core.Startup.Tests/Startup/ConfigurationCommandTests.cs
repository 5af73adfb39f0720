using System.Text.Json;
using PluginFramework.Core.Configuration.Schema;

namespace PluginFramework.Core.Startup.Tests;

public sealed class ConfigurationCommandTests : IDisposable
{
    private readonly Shell _shell = new();

    private string ConfigurationFile => Path.Combine(_shell.RunDirectory, "pluginhost.json");

    public void Dispose() => _shell.Dispose();

    [Fact]
    public async Task Set_OfAKeyOfTheHost_ChangesThatValueAlone()
    {
        Write("{\n  // why\n  \"startTimeout\": \"5s\", // short\n}\n");

        var result = await _shell.RunAsync("config", "set", "startTimeout", "7s");

        result.Code.ShouldBe(ExitCode.Ok, result.Error);
        result.Error.ShouldContain("Done on the files");
        File.ReadAllText(ConfigurationFile).ShouldBe("{\n  // why\n  \"startTimeout\": \"7s\", // short\n}\n");
    }

    [Fact]
    public async Task Set_AsADryRun_ShowsTheDifferenceAndWritesNothing()
    {
        Write("{\n  \"startTimeout\": \"5s\"\n}\n");

        var result = await _shell.RunAsync("config", "set", "startTimeout", "7s", "--dry-run");

        result.Output.ShouldContain("-  \"startTimeout\": \"5s\"");
        result.Output.ShouldContain("+  \"startTimeout\": \"7s\"");
        File.ReadAllText(ConfigurationFile).ShouldContain("5s");
    }

    [Theory]
    [InlineData("startTimeout", "soon", "pluginhost.json:2:3")]
    [InlineData("endpoints.irc", "nowhere", "pluginhost.json:")]
    [InlineData("strtTimeout", "7s", "did you mean 'startTimeout'")]
    [InlineData("network:maxConnections", "many", "pluginhost.json:")]
    public async Task Set_OfWhatIsWrong_SaysWhereAndWritesNothing(string key, string value, string message)
    {
        const string Before = "{\n  \"startTimeout\": \"5s\"\n}\n";
        Write(Before);

        var result = await _shell.RunAsync("config", "set", key, value);

        result.Code.ShouldBe(ExitCode.Configuration, result.Output);
        result.Error.ShouldContain(message);
        File.ReadAllText(ConfigurationFile).ShouldBe(Before);
    }

    [Fact]
    public async Task Unset_OfWhatIsNotSet_EndsWith1()
    {
        Write("{ \"drainTimeout\": \"5s\" }");

        (await _shell.RunAsync("config", "unset", "startTimeout")).Code.ShouldBe(ExitCode.Failed);
        (await _shell.RunAsync("config", "unset", "drainTimeout")).Code.ShouldBe(ExitCode.Ok);
        File.ReadAllText(ConfigurationFile).ShouldNotContain("drainTimeout");
    }

    [Fact]
    public async Task Get_WritesTheBareValueAndEndsWith1WhereThereIsNone()
    {
        Write("{ \"startTimeout\": \"5s\", \"disabled\": [\"ftp\"] }");

        (await _shell.RunAsync("config", "get", "startTimeout")).Output.ShouldBe("5s" + Environment.NewLine);
        (await _shell.RunAsync("config", "get", "disabled")).Output.ShouldBe("[\"ftp\"]" + Environment.NewLine);
        (await _shell.RunAsync("config", "get", "startTimeout", "--set", "startTimeout=9s")).Output.ShouldBe("9s" + Environment.NewLine);
        var unset = await _shell.RunAsync("config", "get", "drainTimeout");
        unset.Code.ShouldBe(ExitCode.Failed);
        unset.Output.ShouldBeEmpty();
        (await _shell.RunAsync("config", "get", "drainTimout")).Error.ShouldContain("did you mean 'drainTimeout'");
    }

    [Fact]
    public async Task Show_TellsWhereEachValueWasSet()
    {
        Write("{\n  \"startTimeout\": \"5s\" }");

        var result = await _shell.RunAsync("config", "show", "--json", "--set", "drainTimeout=1s");

        result.Code.ShouldBe(ExitCode.Ok, result.Error);
        result.Output.ShouldContain($"{ConfigurationFile}:2:3");
        result.Output.ShouldContain("--set drainTimeout");
    }

    [Fact]
    public async Task Set_OfASecret_ShowsItNowhere()
    {
        Write("{ }");

        var set = await _shell.RunAsync("config", "set", "plugins:irc:linkPassword", "hunter2");
        var show = await _shell.RunAsync("config", "show");
        var get = await _shell.RunAsync("config", "get", "plugins:irc:linkPassword");

        set.Code.ShouldBe(ExitCode.Ok, set.Error);
        File.ReadAllText(ConfigurationFile).ShouldContain("\"linkPassword\": \"hunter2\"");
        foreach (var text in (string[])[set.Output, set.Error, show.Output, get.Output, File.ReadAllText(Path.Combine(_shell.RunDirectory, "audit.jsonl"))])
            text.ShouldNotContain("hunter2");
        show.Output.ShouldContain(SecretNames.Mask);
    }

    [Fact]
    public async Task Set_OfAKeyThatAPluginDoesNotHave_NamesTheNearest()
    {
        var result = await _shell.RunAsync("config", "set", "plugins:irc:maxClient", "3");

        result.Code.ShouldBe(ExitCode.Configuration);
        result.Error.ShouldContain("did you mean 'plugins:irc:maxClients'");
    }

    [Fact]
    public async Task Validate_OfAFile_JudgesThatOneAlone()
    {
        Write("{ \"startTimeout\": \"soon\" }");

        var good = await _shell.RunAsync("config", "validate", _shell.Write("other.json", "{ \"startTimeout\": \"5s\" }"));
        good.Code.ShouldBe(ExitCode.Ok, good.Error);
        (await _shell.RunAsync("config", "validate")).Code.ShouldBe(ExitCode.Configuration);
    }

    [Fact]
    public async Task Set_BeneathTheEnvironment_SaysThatItHasNoEffect()
    {
        var result = await _shell.RunAsync("config", "set", "startTimeout", "3s", "--set", "startTimeout=9s");

        result.Output.ShouldContain("It has no effect as long as --set startTimeout sets startTimeout above the file.");
    }

    [Theory]
    [InlineData("{ \"startTimeout\": \"5s\" }", 0, "valid")]
    [InlineData("{\n  \"sartTimeout\": \"5s\" }", 78, "other.json:2:3; did you mean 'startTimeout'?")]
    [InlineData("{\n  \"disabled\": [\n", 78, "other.json:3:1")]
    public async Task Validate_OfAFile_SaysWhereItIsWrong(string text, int code, string message)
    {
        var result = await _shell.RunAsync("config", "validate", _shell.Write("other.json", text));

        result.Code.ShouldBe(code, result.Error);
        (result.Output + result.Error).ShouldContain(message);
    }

    [Fact]
    public async Task Schema_IsJsonWithAllKeys()
    {
        using var schema = JsonDocument.Parse((await _shell.RunAsync("config", "schema")).Output);

        var properties = schema.RootElement.GetProperty("properties");
        properties.GetProperty("network").GetProperty("properties").GetProperty("maxConnections").GetProperty("default").GetInt32().ShouldBe(10_000);
        var maxClients = properties.GetProperty("plugins").GetProperty("properties").GetProperty("irc").GetProperty("properties").GetProperty("maxClients");
        maxClients.GetProperty("type").GetString().ShouldBe("integer");
        maxClients.GetProperty("minimum").GetInt32().ShouldBe(1);
        properties.GetProperty("logging").GetProperty("properties").GetProperty("level").GetProperty("enum").GetArrayLength().ShouldBe(7);
    }

    [Fact]
    public async Task Diff_WithoutADaemon_EndsWith69()
    {
        (await _shell.RunAsync("config", "diff")).Code.ShouldBe(ExitCode.Unavailable);
    }

    [Fact]
    public async Task Set_WhileADaemonRuns_IsDoneByIt()
    {
        Write("{ }");
        var daemon = await _shell.StartDaemonAsync("run");

        var set = await _shell.RunAsync("config", "set", "startTimeout", "3s");
        await _shell.RunAsync("stop");
        await daemon;

        set.Code.ShouldBe(ExitCode.Ok, set.Error);
        set.Error.ShouldContain("Done by the running daemon");
        File.ReadAllText(ConfigurationFile).ShouldContain("3s");
        File.ReadAllText(Path.Combine(_shell.RunDirectory, "audit.jsonl")).ShouldContain("\"action\":\"config.set\"");
    }

    private void Write(string text)
    {
        Directory.CreateDirectory(_shell.RunDirectory);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(_shell.RunDirectory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.WriteAllText(ConfigurationFile, text);
    }
}
