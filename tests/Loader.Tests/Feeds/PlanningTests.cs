using PluginFramework.Loader.Feeds.Configuration;
using PluginFramework.Loader.Feeds.Planning;
using PluginFramework.Loader.Feeds.Resolution;
using PluginFramework.Loader.Locking;

namespace PluginFramework.Loader.Feeds;

public sealed class PlanningTests : IDisposable
{
    private readonly FeedFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task AddUpdatePinRemove_ChangeWhatIsAskedForAndNothingElse()
    {
        _folder.AddPlugin("One", "1.0.0");
        _folder.AddPlugin("Two", "1.0.0", "Base 1.0.0");
        _folder.AddPlugin("Base", "1.0.0");
        var installed = (await PlanAsync(PluginLockFile.Empty, new PluginRequest.Add("One"))).After;
        installed = (await PlanAsync(installed, new PluginRequest.Add("Two"))).After;
        (await PlanAsync(installed, new PluginRequest.Restore())).IsEmpty.ShouldBeTrue();

        foreach (var id in new[] { "One", "Base" }) _folder.AddPlugin(id, "2.0.0");
        _folder.AddPlugin("Two", "2.0.0", "Base 1.0.0");
        _folder.AddPlugin("Two", "3.0.0-beta", "Base 1.0.0");
        Show(await PlanAsync(installed, new PluginRequest.Update("two"))).ShouldBe(["Updated plugin two (Two) 1.0.0 → 2.0.0: asked for"]);
        Show(await PlanAsync(installed, new PluginRequest.Update())).ShouldBe(["Updated plugin one (One) 1.0.0 → 2.0.0: asked for", "Updated plugin two (Two) 1.0.0 → 2.0.0: asked for"]);

        var pinned = await PlanAsync(installed, new PluginRequest.Pin("one"));
        pinned.Changes.ShouldHaveSingleItem().ToString().ShouldBe("Noted plugin one (One) 1.0.0: pinned");
        pinned.ToLayOut.ShouldBeEmpty();
        Show(await PlanAsync(pinned.After, new PluginRequest.Update())).ShouldHaveSingleItem().ShouldContain("plugin two");
        (await Should.ThrowAsync<ResolutionException>(PlanAsync(pinned.After, new PluginRequest.Update("one")))).Message.ShouldContain("pinned to 1.0.0");

        Show(await PlanAsync(installed, new PluginRequest.Remove("two"))).ShouldBe(["Removed plugin base (Base) 1.0.0: no longer needed", "Removed plugin two (Two) 1.0.0: asked for"]);
        (await Should.ThrowAsync<ResolutionException>(PlanAsync(installed, new PluginRequest.Remove("base")))).Message.ShouldContain("base is installed because two needs it");
        (await Should.ThrowAsync<ResolutionException>(PlanAsync(installed, new PluginRequest.Remove("nobody")))).Message.ShouldContain("Installed are base, one, two");

        var direct = (await PlanAsync(installed, new PluginRequest.Add("Base", "2.0.0"))).After;
        (await Should.ThrowAsync<ResolutionException>(PlanAsync(direct, new PluginRequest.Remove("base")))).Message.ShouldContain("needed by two");
        var back = await PlanAsync(direct, new PluginRequest.Add("Base", "[1.0.0]"));
        Show(back).ShouldBe(["Updated plugin base (Base) 2.0.0 → 1.0.0: asked for"]);
    }

    [Theory]
    [InlineData("[1.0.0, 2.0.0)", "1.0.0", "1.9.0")]
    [InlineData("1.*", "1.9.0", "1.9.0")]
    [InlineData("1.0.0", "1.0.0", "2.0.0")]
    [InlineData("2.0.0-alpha", "2.0.0-alpha", "3.0.0-beta")]
    [InlineData("[1.5.0]", "1.5.0", "1.5.0")]
    [InlineData(null, "2.0.0", "2.0.0")]
    public async Task AddThenUpdate_StaysInTheRangeAskedFor(string? range, string added, string updated)
    {
        foreach (var version in new[] { "1.0.0", "1.5.0", "1.9.0", "2.0.0-alpha", "2.0.0", "3.0.0-beta" }) _folder.AddPlugin("One", version);
        var plan = await PlanAsync(PluginLockFile.Empty, new PluginRequest.Add("One", range));
        plan.After.Plugins["one"].Version.ShouldBe(added);
        (await PlanAsync(plan.After, new PluginRequest.Update())).After.Plugins["one"].Version.ShouldBe(updated);
    }

    [Fact]
    public async Task Add_OfLatest_PassesOverWhatIsUnlisted()
    {
        foreach (var version in new[] { "1.0.0", "2.0.0" }) _folder.AddPlugin("One", version);
        await using var server = await TestFeed.StartAsync(_folder.Packages);
        server.Unlisted.Add("One 2.0.0");
        (await PlanAsync(PluginLockFile.Empty, new PluginRequest.Add("One"), FeedFolder.Of(server))).After.Plugins["one"].Version.ShouldBe("1.0.0");
    }

    [Fact]
    public async Task Plan_OfNewerVersionOnBothFeeds_TakesTheFirstFeed_AndTheLockedOneStays()
    {
        var other = Path.Combine(_folder.Root, "other");
        _folder.AddPlugin("One", "1.0.0");
        new TestPackage("One", "1.0.0") { PluginId = "one" }.Write(other);
        var both = FeedFolder.Of(new Feed("local", _folder.Packages), new Feed("other", other));
        var plan = await PlanAsync(PluginLockFile.Empty, new PluginRequest.Add("One"), both);
        (plan.After.Plugins["one"].Feed, plan.After.Plugins["one"].Source).ShouldBe(("local", _folder.Packages));

        var mapped = both with { Mappings = [new FeedMapping("*", ["local"]), new FeedMapping("One", ["other"])] };
        (await PlanAsync(PluginLockFile.Empty, new PluginRequest.Add("One"), mapped)).After.Plugins["one"].Feed.ShouldBe("other");
        (await Should.ThrowAsync<FeedException>(PlanAsync(PluginLockFile.Empty, new PluginRequest.Add("One"), mapped with { Mappings = [new FeedMapping("Else", ["other"])] })))
            .Message.ShouldContain("no source mapping matches");
    }

    [Fact]
    public async Task Plan_WhenAFeedFails_NamesIt()
    {
        _folder.AddPlugin("One", "1.0.0");
        await using var server = await TestFeed.StartAsync(_folder.Packages);
        server.Mode = TestFeedMode.Error;
        var exception = await Should.ThrowAsync<FeedException>(PlanAsync(PluginLockFile.Empty, new PluginRequest.Add("One"), FeedFolder.Of(new Feed("local", _folder.Packages), new Feed("web", server.Index))));
        exception.Failures.ShouldHaveSingleItem().Feed.ShouldBe("web");
    }

    [Fact]
    public async Task Restore_WhenTheFeedOnRecordIsDown_TakesTheSamePackageFromAnother()
    {
        _folder.AddPlugin("One", "1.0.0");
        await using var server = await TestFeed.StartAsync(_folder.Packages);
        var both = FeedFolder.Of(new Feed("web", server.Index), new Feed("folder", _folder.Packages));
        var installed = (await PlanAsync(PluginLockFile.Empty, new PluginRequest.Add("One"), both)).After;
        installed.Plugins["one"].Feed.ShouldBe("web");

        Directory.Delete(_folder.Cache, recursive: true);
        server.Mode = TestFeedMode.Error;
        using var feeds = _folder.Open(both);
        (await feeds.StageAsync(installed, _folder.Staging, cancellationToken: Token)).Plugins["one"].Content.ShouldNotBeNull();
        _folder.CachedPackages().Length.ShouldBe(1);
    }

    [Fact]
    public async Task Locked_RefusesWhatDiffersAndListsIt()
    {
        _folder.AddPlugin("One", "1.0.0", "Lib 1.0.0");
        _folder.AddLibrary("Lib", "1.0.0");
        var installed = (await PlanAsync(PluginLockFile.Empty, new PluginRequest.Add("One"))).After;
        using var feeds = _folder.Open();
        (await feeds.PlanAsync(installed, new PluginRequest.Restore(), isLocked: true, cancellationToken: Token)).IsEmpty.ShouldBeTrue();

        var one = installed.Plugins["one"];
        var lacking = installed with { Plugins = installed.Plugins.SetItem("one", one with { Packages = one.Packages.Clear() }) };
        var exception = await Should.ThrowAsync<LockedException>(feeds.PlanAsync(lacking, new PluginRequest.Restore(), isLocked: true, cancellationToken: Token));
        exception.Message.ShouldContain("Added Lib of one 1.0.0: needed by One");
        exception.Differences.ShouldHaveSingleItem();
        await Should.ThrowAsync<LockedException>(feeds.PlanAsync(PluginLockFile.Empty, new PluginRequest.Add("One"), isLocked: true, cancellationToken: Token));
    }

    [Fact]
    public async Task PluginsOfTheDistribution_AreLeftAlone()
    {
        var bundled = PluginLockFile.Empty with { Plugins = PluginLockFile.Empty.Plugins.Add("base", new LockedPlugin("1.0.0", PluginLockFileTextTests.NoPackages)) };
        _folder.AddPlugin("Base", "1.0.0");
        _folder.AddPlugin("Top", "1.0.0", "Base 1.0.0");
        var plan = await PlanAsync(bundled, new PluginRequest.Add("Top"));
        plan.Changes.Select(change => change.Plugin).ShouldBe(["top"]);
        plan.After.Plugins["base"].ShouldBe(bundled.Plugins["base"]);
        (await Should.ThrowAsync<ResolutionException>(PlanAsync(bundled, new PluginRequest.Add("Base")))).Message.ShouldContain("part of this distribution already");
        (await Should.ThrowAsync<ResolutionException>(PlanAsync(bundled, new PluginRequest.Remove("base")))).Message.ShouldContain("did not come from a feed");
    }

    [Fact]
    public async Task TwoPackagesOfOnePlugin_AreRefused()
    {
        _folder.AddPlugin("One", "1.0.0");
        _folder.Add(new TestPackage("Other", "1.0.0") { PluginId = "one" });
        var installed = (await PlanAsync(PluginLockFile.Empty, new PluginRequest.Add("One"))).After;
        (await Should.ThrowAsync<ResolutionException>(PlanAsync(installed, new PluginRequest.Add("Other")))).Message.ShouldContain("both are the plugin one");
    }

    [Fact]
    public async Task Audit_MatchesKnownVulnerabilities()
    {
        _folder.AddPlugin("One", "1.0.0", "Lib 1.0.0", "Fine 1.0.0");
        _folder.AddLibrary("Lib", "1.0.0");
        _folder.AddLibrary("Fine", "1.0.0");
        await using var server = await TestFeed.StartAsync(_folder.Packages);
        server.Vulnerabilities = new() { ["lib"] = (2, "(, 1.5.0)"), ["fine"] = (3, "[2.0.0, )") };
        await using var failing = await TestFeed.StartAsync(_folder.Packages);
        failing.Mode = TestFeedMode.Error;
        var installed = (await PlanAsync(PluginLockFile.Empty, new PluginRequest.Add("One"), FeedFolder.Of(server))).After;

        using var feeds = _folder.Open(FeedFolder.Of(new Feed("web", server.Index), new Feed("local", _folder.Packages), new Feed("failing", failing.Index)));
        var report = await feeds.AuditAsync(installed, cancellationToken: Token);
        var vulnerable = report.Vulnerable.ShouldHaveSingleItem();
        (vulnerable.Plugin, vulnerable.Package, vulnerable.Version, vulnerable.Severity, vulnerable.Feed).ShouldBe(("one", "Lib", "1.0.0", "High", "web"));
        vulnerable.Advisory.ShouldBe(new Uri("https://advisories.example/1"));
        report.Consulted.ShouldBe(["web"]);
        report.Failures.ShouldHaveSingleItem().Feed.ShouldBe("failing");
    }

    private async Task<PluginChangePlan> PlanAsync(PluginLockFile installed, PluginRequest request, FeedConfiguration? configuration = null)
    {
        using var feeds = _folder.Open(configuration);
        return await feeds.PlanAsync(installed, request, cancellationToken: Token);
    }

    // What is merely noted of others is left out.
    private static string[] Show(PluginChangePlan plan) => [.. plan.Changes.Where(change => change.Kind is not PluginChangeKind.Noted).Select(change => change.ToString())];
}
