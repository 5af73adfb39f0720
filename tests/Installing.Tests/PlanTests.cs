using PluginFramework.Loader.Feeds.Planning;
using PluginFramework.Panels;

namespace PluginFramework.Installing.Tests;

public sealed class PlanTests : IDisposable
{
    private readonly FakeHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task AddOfAChain_Tried_SaysAllThatItComesTo_AndChangesNothing()
    {
        _host.AddChain();
        var result = await _host.TryAsync("plugin", "add", ("package", "acme.server"));

        result.Message.ShouldBe("Nothing was changed. It would be: Added chat 1.0.0, server 1.0.0, users 1.0.0.");
        result.View.Rows("Changes").ShouldBe(
        [
            "added | chat | Acme.Chat |  | 1.0.0 | local | needed by server", "added | server | Acme.Server |  | 1.0.0 | local | asked for",
            "added | users | Acme.Users |  | 1.0.0 | local | needed by chat",
        ]);
        result.View.Rows("Effects").ShouldBe(
        [
            "started | users | It was found and all it needs is there.", "started | chat | It was found and all it needs is there.",
            "started | server | It was found and all it needs is there.",
        ]);
        result.View.Show().ShouldContain("exports: PluginFramework.Chat.IChatBot");
        result.View.Show().ShouldContain("imports: PluginFramework.Chat.IChatReply from users\n", Case.Sensitive, "and not the context, which every plugin has");
        result.View.Show().ShouldContain("imports: PluginFramework.Chat.IChatBot from chat\n");
        result.View.Show().ShouldContain("binds: acme at tcp://127.0.0.1:7007 and tls://127.0.0.1:7008\n");
        result.View.Show().ShouldNotContain("Will not run");
        NothingHasChanged();
    }

    [Fact]
    public async Task Add_OfAConfiguredProtocol_SaysWhereItWillListen()
    {
        _host.AddChain();
        _host.Configure(File.ReadAllText(_host.ConfigurationFile).Replace("{ \"feeds\"", "{ \"endpoints\": { \"acme\": \"tcp://127.0.0.1:9\" }, \"feeds\"", StringComparison.Ordinal));
        (await _host.TryAsync("plugin", "add", ("package", "Acme.Server"))).View.Show().ShouldContain("binds: acme at tcp://127.0.0.1:9 as configured\n");
    }

    [Fact]
    public async Task Update_OfWhatOthersUse_SaysWhatIsRebuiltAndWhy()
    {
        _host.AddChain();
        await _host.ActAsync("plugin", "add", ("package", "Acme.Server"));
        _host.AddUsers("2.0.0");
        var result = await _host.TryAsync("plugin", "add", ("package", "Acme.Users"));
        result.View.Rows("Changes").ShouldContain("updated | users | Acme.Users | 1.0.0 | 2.0.0 | local | asked for");
        result.View.Rows("Effects").ShouldBe(
        [
            "rebuilt | users | Its files changed.", "rebuilt | chat | 'users', which provides PluginFramework.Chat.IChatReply, is built anew.",
            "rebuilt | server | 'chat', which provides PluginFramework.Chat.IChatBot, is built anew.",
        ]);
    }

    [Fact]
    public async Task Remove_SaysWhatGoesWithIt()
    {
        _host.AddChain();
        await _host.ActAsync("plugin", "add", ("package", "Acme.Server"));
        var result = await _host.TryAsync("plugin", "remove", ("plugin", "server"));
        result.View.Rows("Changes").ShouldBe(
        [
            "removed | chat | Acme.Chat | 1.0.0 |  |  | no longer needed", "removed | server | Acme.Server | 1.0.0 |  |  | asked for",
            "removed | users | Acme.Users | 1.0.0 |  |  | no longer needed",
        ]);
        result.View.Rows("Effects").Select(row => row.Split(" | ")[..2]).ShouldBe([["stopped", "server"], ["stopped", "chat"], ["stopped", "users"]]);
        _host.Generations.Drafts.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Add_OfAPluginThatWouldWait_SaysForWhat_AndIsTaken()
    {
        _host.AddLonely();
        var result = await _host.TryAsync("plugin", "add", ("package", "Acme.Lonely"));
        result.View.Rows("Will not run").ShouldHaveSingleItem().ShouldStartWith("lonely | Waiting | Waits for PluginFramework.Chat.IChatReply, imported by Lonely(users): no plugin provides it.");
        result.View.Show().ShouldContain("imports: PluginFramework.Chat.IChatReply from nobody\n");
        (await _host.ActAsync("plugin", "add", ("package", "Acme.Lonely"))).Message.ShouldContain("Generation 1 is in force");
    }

    [Fact]
    public async Task Update_ToWhatCannotRunHere_IsRefusedAndNamed_AndTriedSaysSo()
    {
        _host.AddChain();
        await _host.ActAsync("plugin", "add", ("package", "Acme.Server"));
        _host.AddIncompatible("3.0.0");
        var tried = await _host.TryAsync("plugin", "add", ("package", "Acme.Users"));
        tried.Message.ShouldContain("It would be refused: users cannot run here: ");
        tried.View.Rows("Will not run").ShouldContain(row => row.StartsWith("users | Incompatible | ", StringComparison.Ordinal) && row.Contains("1.999", StringComparison.Ordinal));
        tried.View.Rows("Will not run").ShouldContain(row => row.StartsWith("chat | Waiting | ", StringComparison.Ordinal), "what runs now and would not any more is named as well");

        var refused = await Should.ThrowAsync<PanelException>(_host.ActAsync("plugin", "add", ("package", "Acme.Users")));
        refused.Error.ShouldBe(PanelError.Failed);
        refused.Message.ShouldMatch(@"^users cannot run here: .*1\.999.* Nothing was changed\.$");
        _host.Generations.Drafts.Count.ShouldBe(1);
        _host.Generations.StagingDirectories.ShouldAllBe(folder => !Directory.Exists(folder));
    }

    [Fact]
    public async Task Add_OfWhatNeedsADroppedPlugin_LeavesThatAlone_AndSaysSo()
    {
        _host.AddChain();
        await _host.ActAsync("plugin", "add", ("package", "Acme.Users"));
        Directory.CreateDirectory(_host.Drops);
        Directory.Move(Path.Combine(_host.Generations.Plugins, "users"), Path.Combine(_host.Drops, "mine"));
        await _host.ActAsync("plugin", "remove", ("plugin", "users"));

        var result = await _host.ActAsync("plugin", "add", ("package", "Acme.Chat"));
        result.View.Show().ShouldContain("chat depends on Acme.Users. That plugin is bundled with the host or was dropped, and is used as it is.");
        _host.Generations.Drafts[^1].Lock!.Plugins.Keys.ShouldBe(["chat"]);
        result.View.Show().ShouldContain("imports: PluginFramework.Chat.IChatReply from users\n");
        (await Should.ThrowAsync<PanelException>(_host.ActAsync("plugin", "add", ("package", "Acme.Users")))).Message.ShouldContain("was dropped into a plugin folder");
    }

    [Fact]
    public async Task Update_OfWhatIsDroppedToo_SaysWhichRuns()
    {
        _host.AddUsers("1.0.0");
        await _host.ActAsync("plugin", "add", ("package", "Acme.Users"));
        Directory.CreateDirectory(Path.Combine(_host.Drops, "zzz"));
        foreach (var file in Directory.GetFiles(Path.Combine(_host.Generations.Plugins, "users"))) File.Copy(file, Path.Combine(_host.Drops, "zzz", Path.GetFileName(file)));
        _host.AddUsers("2.0.0");
        (await _host.TryAsync("plugin", "update")).View.Show().ShouldContain($"users is also there as {Path.Combine(_host.Drops, "zzz")}, bundled with the host or dropped");
    }

    [Fact]
    public async Task Plan_ReportsItsProgress()
    {
        _host.AddUsers("1.0.0");
        var labels = new Labels();
        using (await _host.Installer().PlanAsync(new PluginRequest.Add("Acme.Users"), isLocked: false, labels, TestContext.Current.CancellationToken))
        {
            labels.All.ShouldContain("Asking local for Acme.Users");
            labels.All.ShouldContain("Downloaded Acme.Users 1.0.0 from local");
            labels.All.ShouldContain("Laying out users");
        }
    }

    [Fact]
    public async Task Plan_WritesWhereTheNextStartClearsAway_WhateverEndsIt()
    {
        _host.AddUsers("1.0.0");
        using (await _host.Installer().PlanAsync(new PluginRequest.Add("Acme.Users"), isLocked: false, null, TestContext.Current.CancellationToken))
        {
            _host.Generations.StagingDirectories.Count.ShouldBe(2, "one to lay out in, and one for the copies that are read");
            Directory.Exists(_host.Generations.StagingDirectories[1]).ShouldBeFalse();
        }
    }

    private void NothingHasChanged()
    {
        _host.Generations.Drafts.ShouldBeEmpty();
        _host.Generations.StagingDirectories.ShouldAllBe(folder => !Directory.Exists(folder));
        _host.Audit.Events.ShouldBeEmpty();
        Directory.Exists(_host.Generations.Plugins).ShouldBeFalse();
        Directory.EnumerateFileSystemEntries(_host.RunDirectory).Select(Path.GetFileName).ShouldBe(["packages", "staging"], ignoreOrder: true);
        Directory.EnumerateFiles(Path.Combine(_host.RunDirectory, "packages"), "*.dll", SearchOption.AllDirectories).ShouldBeEmpty("what was read is deleted again");
    }

    private sealed class Labels : IProgress<View.Progress>
    {
        public System.Collections.Concurrent.ConcurrentQueue<string> All { get; } = [];

        public void Report(View.Progress value) => All.Enqueue(value.Label);
    }
}
