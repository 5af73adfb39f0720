using PluginFramework.Daemon.Tests.Harness;

namespace PluginFramework.Daemon.Tests;

public sealed class ConfigurationCommandTests
{
    private const string Text =
        """
        // This file is the operator's, comments and all.
        {
          "plugins": {
            /* IRC */ "irc": {
              "serverName": "one.example", // as it greets
              "networkName": "First",
            },
          },
          "drainTimeout": "3s" // short
        }

        """;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Set_OnACommentedFile_ChangesThatValueAndNothingElse(bool isRunning)
    {
        await using var daemon = Prepare();
        if (isRunning) await daemon.StartAsync();

        var dry = await daemon.RunCommandAsync("config", "set", "plugins:irc:serverName", "two.example", "--dry-run");
        dry.Code.ShouldBe(0, dry.Error);
        Read(daemon).ShouldBe(Text);

        var set = await daemon.RunCommandAsync("config", "set", "plugins:irc:serverName", "two.example");
        set.Code.ShouldBe(0, set.Error);
        set.Error.ShouldContain(isRunning ? "the running daemon" : "no daemon runs");
        Read(daemon).ShouldBe(Text.Replace("one.example", "two.example", StringComparison.Ordinal));
        (await daemon.DoAsync("config", "get", "plugins:irc:serverName")).Trim().ShouldBe("two.example");
        (await daemon.DoAsync("config", "history")).ShouldContain("serverName");

        if (!isRunning) await daemon.StartAsync();
        (await GreetingAsync(daemon)).ShouldContain("two.example");
        await daemon.DoAsync("config", "rollback", "--yes");
        Read(daemon).ShouldBe(Text);
        (await GreetingAsync(daemon)).ShouldContain("one.example");
    }

    [Fact]
    public async Task OutsideEdit_IsPickedUp_AndAnInvalidOneIsRefusedWithItsPlace()
    {
        await using var daemon = Prepare();
        await daemon.StartAsync();
        await File.WriteAllTextAsync(FileOf(daemon), Text.Replace("one.example", "edited.example", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        await Eventually.HoldsAsync("The edit is in force", async () => (await GreetingAsync(daemon)).Contains("edited.example", StringComparison.Ordinal), () => Read(daemon));

        var invalid = Text.Replace("\"3s\"", "\"soon\"", StringComparison.Ordinal);
        await File.WriteAllTextAsync(FileOf(daemon), invalid, TestContext.Current.CancellationToken);
        var log = daemon.InRunDirectory("pluginhost.log");
        await Eventually.HoldsAsync(
            "The refusal names the place", async () => (await File.ReadAllTextAsync(log, TestContext.Current.CancellationToken)).Contains("pluginhost.json:9:3", StringComparison.Ordinal),
            () => File.ReadAllText(log));
        (await GreetingAsync(daemon)).ShouldContain("edited.example", customMessage: "what was in force goes on");
        var validate = await daemon.RunCommandAsync("config", "validate");
        validate.Code.ShouldBe(78);
        validate.Error.ShouldContain("pluginhost.json:9:3");
        Read(daemon).ShouldBe(invalid, "the file is the operator's");
    }

    [Theory]
    [InlineData("network:maxConnections", "many", "network:maxConnections")]
    [InlineData("endpoint:irc", "tcp://127.0.0.1:0", "did you mean 'endpoints'?")]
    public async Task Set_OfWhatIsWrong_IsRefusedWithItsPlaceAndChangesNothing(string key, string value, string message)
    {
        await using var daemon = Prepare();
        await daemon.StartAsync();
        var set = await daemon.RunCommandAsync("config", "set", key, value);
        set.Code.ShouldBe(78, set.Error);
        set.Error.ShouldContain(message);
        set.Error.ShouldMatch(@"pluginhost\.json:\d+:\d+");
        Read(daemon).ShouldBe(Text);
        (await daemon.GetStatusAsync()).Find("irc")!.State.ShouldBe("Active");
    }

    private static TestDaemon Prepare()
    {
        var daemon = new TestDaemon();
        daemon.CreateRunDirectory();
        File.WriteAllText(FileOf(daemon), Text);
        return daemon;
    }

    private static string FileOf(TestDaemon daemon) => daemon.InRunDirectory("pluginhost.json");

    private static string Read(TestDaemon daemon) => File.ReadAllText(FileOf(daemon));

    /// <summary>What the server says to a client that asks before it has logged in; its source is the server's name.</summary>
    private static async Task<string> GreetingAsync(TestDaemon daemon)
    {
        await using var client = await daemon.ConnectAsync();
        await client.SendAsync("CAP LS 302");
        return await client.Lines.ReadUntilAsync(" CAP ");
    }
}
