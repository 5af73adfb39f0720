using System.Text.Json;
using PluginFramework.Daemon.Tests.Harness;

namespace PluginFramework.Daemon.Tests;

public sealed class PluginCommandTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task FolderDroppedWhileRunning_IsServedAndGoesWhenDeleted()
    {
        await using var daemon = new TestDaemon();
        await daemon.StartAsync();

        // There is no folder for plugins yet: it comes with the first of them.
        var folder = daemon.Drop(Samples.Echo("hello"));
        await daemon.UntilAsync("The dropped plugin is active", status => status.Find("echo")?.State == "Active", Soon);
        (await EchoAsync(daemon)).ShouldBe("hello");

        Directory.Delete(folder, recursive: true);
        await daemon.UntilAsync("The deleted plugin is gone", status => status.Find("echo") is null, Soon);
        (await daemon.DoAsync("plugin", "list")).ShouldNotContain("echo");
    }

    [Fact]
    public async Task PluginOverwrittenWhileRunning_IsReplaced()
    {
        await using var daemon = new TestDaemon();
        await daemon.StartAsync();
        var folder = daemon.Drop(Samples.Echo("first"));
        await daemon.UntilAsync("The dropped plugin is active", status => status.Find("echo")?.State == "Active", Soon);

        (Samples.Echo("second") with { Version = "2.0.0" }).CompileTo(folder);
        await daemon.UntilAsync("The new version is active", status => status.Find("echo") is { Version: "2.0.0", State: "Active" }, Soon);
        (await EchoAsync(daemon)).ShouldBe("second");

        await File.WriteAllTextAsync(Path.Combine(folder, "echo.dll"), "This is no assembly.", TestContext.Current.CancellationToken);
        // Half a file may be a copy that has come to a halt, and is given some seconds to go on.
        await daemon.UntilAsync("What is wrong with the file is told", status => status.Find("echo")?.Reason is { Length: > 0 }, TimeSpan.FromSeconds(30));
        (await daemon.GetStatusAsync()).Find("irc")!.State.ShouldBe("Active");
    }

    [Fact]
    public async Task FolderOfGarbageDroppedWhileRunning_IsShownByNameAndReason()
    {
        await using var daemon = new TestDaemon();
        await daemon.StartAsync();
        var before = await daemon.GetStatusAsync();
        DropGarbage(daemon);
        // It may be a copy that has come to a halt, and is given some seconds to go on.
        await daemon.UntilAsync("The garbage is shown", status => status.Find("garbage") is not null, TimeSpan.FromSeconds(30));

        await ShouldShowGarbageAsync(daemon);
        (await daemon.GetStatusAsync()).Plugins.Where(plugin => plugin.Id != "garbage").ShouldBe(before.Plugins);
    }

    [Fact]
    public async Task FolderOfGarbage_WithoutADaemonAndAtStart_IsShownByNameAndReason()
    {
        await using var daemon = new TestDaemon();
        daemon.CreateRunDirectory();
        DropGarbage(daemon);
        await ShouldShowGarbageAsync(daemon);

        var start = await daemon.RunCommandAsync(["start", .. TestDaemon.AnyPorts]);

        start.Code.ShouldBe(0, start.Error);
        start.Error.ShouldContain(" plugins failed: garbage. `");
        await ShouldShowGarbageAsync(daemon);
    }

    [Fact]
    public async Task PluginCommands_WhileRunning_ShowAndChange()
    {
        await using var daemon = new TestDaemon();
        await daemon.StartAsync();

        (await daemon.DoAsync("plugin", "show", "irc")).ShouldContain("IRC server");
        var graph = await daemon.DoAsync("plugin", "graph");
        graph.ShouldContain("-> chat (Active) (PluginFramework.Chat.IChatNetwork (one))");
        graph.ShouldNotContain("HashGate", Case.Sensitive, "what a plugin gives itself is its own affair");
        (await daemon.DoAsync("plugin", "why", "chat")).ShouldContain("It is used by irc");
        (await daemon.DoAsync("plugin", "reload", "chat")).ShouldContain("chat 1.0.0: Active");

        (await daemon.DoAsync("plugin", "disable", "chat")).ShouldContain("chat 1.0.0: Disabled");
        var status = await daemon.GetStatusAsync();
        status.Find("irc")!.State.ShouldBe("Waiting");
        (await daemon.DoAsync("plugin", "why", "irc")).ShouldContain("'chat' would provide it and is disabled");
        (await daemon.DoAsync("plugin", "enable", "chat")).ShouldContain("chat 1.0.0: Active");
        (await daemon.GetStatusAsync()).Find("irc")!.State.ShouldBe("Active");
        await (await daemon.ConnectAsync()).DisposeAsync();

        var unknown = await daemon.RunCommandAsync("plugin", "why", "chta");
        unknown.Code.ShouldNotBe(0);
        unknown.Error.ShouldContain("did you mean 'chat'?");
    }

    [Fact]
    public async Task PluginCommands_WithoutADaemon_HoldForTheNextStart()
    {
        await using var daemon = new TestDaemon();
        (await daemon.DoAsync("plugin", "disable", "irc")).ShouldContain("irc 1.0.0: Disabled");
        await daemon.StartAsync();
        var status = await daemon.GetStatusAsync();
        status.Find("irc")!.State.ShouldBe("Disabled");
        status.Endpoints.ShouldBeEmpty();
        await daemon.DoAsync("stop");

        (await daemon.DoAsync("plugin", "enable", "irc")).ShouldContain("irc 1.0.0: ");
        (await daemon.StartAsync()).ShouldContain("listening");
    }

    private static async Task<string> EchoAsync(TestDaemon daemon)
    {
        await using var client = await daemon.ConnectAsync(protocol: "echo");
        return await client.Lines.ReadToEndAsync();
    }

    private static void DropGarbage(TestDaemon daemon)
    {
        var staging = Directory.CreateDirectory(daemon.Aside("staging")).FullName;
        File.WriteAllText(Path.Combine(staging, "garbage.dll"), "This is no assembly.");
        Directory.CreateDirectory(daemon.PluginDirectory);
        Directory.Move(staging, Path.Combine(daemon.PluginDirectory, "garbage"));
    }

    private static async Task ShouldShowGarbageAsync(TestDaemon daemon)
    {
        var why = await daemon.DoAsync("plugin", "why", "garbage");
        why.ShouldStartWith("garbage is Incompatible: ");
        why.ShouldContain("garbage.dll");
        var row = (await daemon.DoAsync("plugin", "list")).Split('\n').Where(line => line.StartsWith("garbage ", StringComparison.Ordinal)).ShouldHaveSingleItem();
        row.ShouldContain("Incompatible");
        row.ShouldContain("garbage.dll");

        using var json = JsonDocument.Parse(await daemon.DoAsync("plugin", "list", "--json"));
        var plugin = json.RootElement.GetProperty("rows").EnumerateArray().Single(plugin => plugin.GetProperty("id").GetString() == "garbage");
        plugin.GetProperty("state").GetString().ShouldBe("Incompatible");
        plugin.GetProperty("reason").GetString()!.ShouldContain("garbage.dll");
        plugin.GetProperty("location").GetString().ShouldBe(Path.Combine(daemon.PluginDirectory, "garbage"));
    }
}
