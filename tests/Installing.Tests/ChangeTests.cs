using PluginFramework.Core.Generations;
using PluginFramework.Identity;
using PluginFramework.Loader.Feeds;
using PluginFramework.Loader.Feeds.Planning;
using PluginFramework.Panels;

namespace PluginFramework.Installing.Tests;

public sealed class ChangeTests : IDisposable
{
    private readonly FakeHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task AddPinUpdateUnpinRemove_MakeTheRightDrafts()
    {
        _host.AddChain();
        var added = await _host.ActAsync("plugin", "add", ("package", "Acme.Server"));
        added.Message.ShouldBe("Added chat 1.0.0, server 1.0.0, users 1.0.0. Generation 1 is in force.");
        var draft = Last;
        draft.Caller.ShouldBe(FakeHost.Operator);
        draft.Configuration.ShouldBeNull();
        draft.Lock!.Plugins.Keys.ShouldBe(["chat", "server", "users"]);
        draft.Lock.Plugins["server"].Content.ShouldNotBeNull();
        _host.Generations.Staged.Keys.ShouldBe(["chat", "server", "users"], ignoreOrder: true);
        _host.Generations.Staged["chat"].ShouldBe([".files", "Acme.Chat.deps.json", "Acme.Chat.dll"]);
        (await _host.ActAsync("plugin", "verify")).Message.ShouldStartWith("All that is installed");

        await _host.ActAsync("plugin", "pin", ("plugin", "server"));
        (Last.Lock!.Plugins["server"].Pinned, Last.StagedPlugins, Last.Summary).ShouldBe((true, null, "Noted server (pinned)."));

        _host.AddChain("2.0.0");
        (await _host.ActAsync("plugin", "update")).Message.ShouldBe("Nothing is to be changed.");
        _host.Generations.Drafts.Count.ShouldBe(2);
        (await Should.ThrowAsync<PanelException>(_host.ActAsync("plugin", "update", ("plugin", "server")))).Message.ShouldContain("pinned to 1.0.0");

        await _host.ActAsync("plugin", "unpin", ("plugin", "Acme.Server"));
        await _host.ActAsync("plugin", "update", ("plugin", "server"));
        Last.Lock!.Plugins["server"].Version.ShouldBe("2.0.0");
        _host.Generations.Staged.Keys.ShouldBe(["server"]);

        await _host.ActAsync("plugin", "remove", ("plugin", "server"));
        (Last.Lock!.Plugins.Count, Last.StagedPlugins).ShouldBe((0, null));
        Directory.GetDirectories(_host.Generations.Plugins).ShouldBeEmpty();

        _host.Audit.Events.Select(one => (one.Action, one.Outcome, one.Subject)).ShouldBe(
        [
            ("plugin.add", "ok", "Acme.Server"), ("plugin.pin", "ok", "server"), ("plugin.update", "ok", null), ("plugin.update", "failed", null),
            ("plugin.unpin", "ok", "Acme.Server"), ("plugin.update", "ok", null), ("plugin.remove", "ok", "server"),
        ]);
        _host.Audit.Events.First().Detail.ShouldBe("generation 1: Added plugin chat (Acme.Chat) 1.0.0: needed by server; Added plugin server (Acme.Server) 1.0.0: asked for; "
            + "Added plugin users (Acme.Users) 1.0.0: needed by chat");
    }

    [Fact]
    public async Task Restore_WithoutItsFeed_LaysOutFromTheCache_AndFindsNothingToRebuild()
    {
        _host.AddChain();
        await _host.ActAsync("plugin", "add", ("package", "Acme.Server"));
        Directory.Delete(_host.Folder.Packages, recursive: true);
        var result = await _host.ActAsync("plugin", "restore");
        result.Message.ShouldBe("Laid out again as recorded: chat, server, users. Generation 2 is in force.");
        Last.Lock!.ToText().ShouldBe(_host.Generations.Drafts[0].Lock!.ToText());
        _host.Generations.Staged.Keys.ShouldBe(["chat", "server", "users"], ignoreOrder: true);
        result.View.Rows("Effects").ShouldBeEmpty("it is what it was");
    }

    [Fact]
    public async Task Restore_OfNothing_SaysSo()
    {
        (await _host.ActAsync("plugin", "restore")).Message.ShouldContain("nothing to restore");
        _host.Generations.Drafts.ShouldBeEmpty();
    }

    [Fact]
    public async Task RemoveAndPin_WithoutTheFeed_AreDone()
    {
        _host.AddChain();
        await _host.ActAsync("plugin", "add", ("package", "Acme.Server"));
        Directory.Delete(_host.Folder.Packages, recursive: true);
        Directory.Delete(Path.Combine(_host.RunDirectory, "packages"), recursive: true);
        await _host.ActAsync("plugin", "pin", ("plugin", "server"));
        await _host.ActAsync("plugin", "remove", ("plugin", "server"));
        Last.Lock!.Plugins.ShouldBeEmpty();
    }

    [Fact]
    public async Task Change_ThatIsRolledBack_SaysWhyAndWhatIsInForce()
    {
        _host.AddChain();
        await _host.ActAsync("plugin", "add", ("package", "Acme.Users"));
        _host.Generations.RollsBack = "chat threw while it started: boom.";
        var refused = await Should.ThrowAsync<PanelException>(_host.ActAsync("plugin", "add", ("package", "Acme.Chat")));
        (refused.Error, refused.Message).ShouldBe((PanelError.Failed,
            "Generation 2 was rolled back: chat threw while it started: boom. In force is generation 1 (Added users 1.0.0), as before."));
        _host.Generations.StagingDirectories.ShouldAllBe(folder => !Directory.Exists(folder));
        _host.Audit.Events.Last().Outcome.ShouldBe("failed");
    }

    [Fact]
    public async Task Change_MadeForAnEarlierGeneration_IsRefused()
    {
        _host.AddChain();
        var installer = _host.Installer();
        using var change = await installer.PlanAsync(new PluginRequest.Add("Acme.Users"), isLocked: false, null, TestContext.Current.CancellationToken);
        await _host.ActAsync("plugin", "add", ("package", "Acme.Chat"));
        var refused = await Should.ThrowAsync<PanelException>(installer.ApplyAsync(change, FakeHost.Operator, TestContext.Current.CancellationToken));
        (refused.Error, _host.Generations.Drafts.Count).ShouldBe((PanelError.Busy, 1));
    }

    [Fact]
    public async Task Locked_RefusesWhatWouldChangeTheLockFile()
    {
        _host.AddChain();
        var refused = await Should.ThrowAsync<PanelException>(_host.ActAsync("plugin", "add", ("package", "Acme.Users"), ("locked", "true")));
        refused.Message.ShouldContain("The lock file does not match: Added plugin users");
        _host.Generations.Drafts.ShouldBeEmpty();
    }

    [Fact]
    public async Task UnknownPlugin_IsNotFound_WithTheNearest()
    {
        _host.AddChain();
        await _host.ActAsync("plugin", "add", ("package", "Acme.Server"));
        foreach (var act in new[] { "remove", "pin", "unpin", "update" })
        {
            var refused = await Should.ThrowAsync<PanelException>(_host.ActAsync("plugin", act, ("plugin", "servr")));
            (refused.Error, refused.Message).ShouldBe((PanelError.NotFound, "No plugin 'servr' is installed from a feed; did you mean 'server'?"), act);
        }
    }

    [Fact]
    public async Task Verify_OfAChangedOrMissingFile_NamesIt()
    {
        _host.AddChain();
        await _host.ActAsync("plugin", "add", ("package", "Acme.Chat"));
        File.AppendAllText(Path.Combine(_host.Generations.Plugins, "chat", "Acme.Chat.deps.json"), " ");
        Directory.Delete(Path.Combine(_host.Generations.Plugins, "users"), recursive: true);
        var result = await _host.ActAsync("plugin", "verify");
        result.Message.ShouldContain("Not all is as the lock file records it");
        result.View.Rows(null).ShouldBe(["chat | Acme.Chat.deps.json has been changed.", "users | Its folder is missing, or its list of files is. Restore it."]);
    }

    [Fact]
    public async Task Search_FindsPluginsAndNamesFeedsThatFail()
    {
        _host.AddChain();
        _host.Configure("{ \"feeds\": { \"sources\": { \"good\": \"packages\", \"bad\": \"nowhere\" } } }");
        var result = await _host.ActAsync("plugin", "search", ("text", "chat"));
        result.View.Rows(null).ShouldBe(["Acme.Chat | 1.0.0 | good | Acme.Chat title | About Acme.Chat. | The authors"]);
        result.View.Show().ShouldContain("Feed 'bad': ");
        (await _host.ActAsync("plugin", "search", ("take", "1"), ("skip", "1"))).View.Rows(null).ShouldHaveSingleItem();
        _host.Audit.Events.ShouldBeEmpty("looking is not audited");
    }

    [Fact]
    public async Task Details_TellWhatThePackageSays()
    {
        _host.AddUsers("1.0.0");
        _host.AddTalkative("1.0.0", "The first.");
        _host.AddTalkative("1.1.0", "Talks twice.", new string('x', 100_000));
        var latest = (await _host.ActAsync("plugin", "details", ("package", "Acme.Talk"))).View.Show();
        latest.ShouldContain("version: 1.1.0");
        latest.ShouldContain("description: About Acme.Talk.");
        latest.ShouldContain("dependencies: Acme.Users (>= 1.0.0)");
        latest.ShouldContain("versions: 1.1.0, 1.0.0");
        latest.ShouldContain("== New in this version\nTalks twice.");
        latest.ShouldContain("== Readme\nxxx");
        latest.Count(character => character == 'x').ShouldBeInRange(64 * 1024, 65 * 1024, "it is cut");
        var first = (await _host.ActAsync("plugin", "details", ("package", "Acme.Talk"), ("version", "1.0.0"))).View.Show();
        first.ShouldContain("# Read me");
        first.ShouldContain("The first.");
        (await Should.ThrowAsync<PanelException>(() => _host.ActAsync("plugin", "details", ("package", "Acme.Nothing")))).Message.ShouldContain("Acme.Nothing");
    }

    [Fact]
    public async Task Update_ShowsWhatIsNew()
    {
        _host.AddUsers("1.0.0");
        _host.AddTalkative("1.0.0", "The first.");
        await _host.ActAsync("plugin", "add", ("package", "Acme.Talk"));
        _host.AddTalkative("1.1.0", "Talks twice.");
        (await _host.TryAsync("plugin", "update")).View.Show().ShouldContain("== New in talk 1.1.0\nTalks twice.");
    }

    [Fact]
    public async Task Audit_WithoutAList_SaysThatNothingWasChecked()
    {
        _host.AddChain();
        await _host.ActAsync("plugin", "add", ("package", "Acme.Users"));
        (await _host.ActAsync("plugin", "audit")).Message.ShouldBe("No feed gave a list of known vulnerabilities, so nothing was checked.");
    }

    [Fact]
    public async Task Audit_OfWhatIsKnownToBeVulnerable_NamesItAndTheFeedsThatFail()
    {
        _host.AddChain();
        await using var server = await TestFeed.StartAsync(_host.Folder.Packages);
        server.Vulnerabilities = new() { ["acme.users"] = (2, "(, 1.5.0)") };
        _host.Configure($$"""{ "feeds": { "sources": { "web": "{{server.Index}}" } } }""");
        await _host.ActAsync("plugin", "add", ("package", "Acme.Chat"));
        var result = await _host.ActAsync("plugin", "audit");
        result.Message.ShouldBe("1 known to be vulnerable by web. Update them.");
        result.View.Rows(null).ShouldBe(["users | Acme.Users | 1.0.0 | High | https://advisories.example/1 | web"]);
        server.Mode = TestFeedMode.Error;
        (await _host.ActAsync("plugin", "audit")).View.Show().ShouldContain("Feed 'web': ");
    }

    [Fact]
    public async Task Rollback_GoesBack_AndTriedSaysWhatChanges()
    {
        _host.AddChain();
        await _host.ActAsync("plugin", "add", ("package", "Acme.Users"));
        await _host.ActAsync("plugin", "add", ("package", "Acme.Server"));
        foreach (var panel in new[] { "plugin", "generation" })
        {
            var tried = await _host.TryAsync(panel, "rollback");
            tried.Message.ShouldBe("Nothing was changed. It would go back to generation 1 (Added users 1.0.0).");
            tried.View.Rows("Changes").ShouldBe(["chat | 1.0.0 | ", "server | 1.0.0 | "]);
        }

        _host.Generations.Drafts.Count.ShouldBe(2);
        (await _host.ActAsync("plugin", "rollback", ("number", "1"))).Message.ShouldBe("Back to generation 1. Generation 3 is in force.");
        (await Should.ThrowAsync<PanelException>(_host.TryAsync("generation", "rollback", ("number", "9")))).Error.ShouldBe(PanelError.NotFound);
        (await Should.ThrowAsync<PanelException>(_host.ActAsync("generation", "rollback", ("number", "9")))).Error.ShouldBe(PanelError.NotFound);

        (await _host.ViewAsync("generation")).Rows(null).Select(row => row.Split(" | ")).Select(cells => (cells[0], cells[2], cells[4], cells[5])).ShouldBe(
        [
            ("3", "ann", "Back to generation 1.", "good"), ("2", "ann", "Added chat 1.0.0, server 1.0.0; noted users (needed by chat).", "good"),
            ("1", "ann", "Added users 1.0.0.", "good"),
        ]);
        (await _host.ViewAsync("generation", "2")).Rows("Plugins").Length.ShouldBe(3);
        (await Should.ThrowAsync<PanelException>(_host.ViewAsync("generation", "x"))).Error.ShouldBe(PanelError.NotFound);
    }

    [Fact]
    public void MutatingActs_CanBeTriedAndAskFirst()
    {
        var acts = _host.Panels.List(FakeHost.Operator).SelectMany(panel => panel.Acts.Select(act => (Panel: panel.Name, Act: act)))
            .Where(one => one.Act.Name is not ("reload" or "enable" or "disable")).ToList();
        acts.Where(one => !one.Act.IsReadOnly).ShouldAllBe(one => one.Act.CanDryRun && one.Act.Confirmation != null);
        acts.Where(one => one.Act.IsReadOnly).Select(one => one.Act.Name).ShouldBe(["search", "details", "verify", "audit"]);
        acts.ShouldAllBe(one => one.Act.Role == WellKnownRoles.Operator);
    }

    private GenerationDraft Last => _host.Generations.Drafts[^1];
}
