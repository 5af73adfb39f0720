using System.IO.Compression;
using System.Xml.Linq;
using PluginFramework.Daemon.Tests.Harness;
using PluginFramework.Loader.Feeds;
using PluginFramework.Loader.Feeds.Configuration;
using PluginFramework.Loader.Feeds.Planning;
using PluginFramework.Loader.Locking;

namespace PluginFramework.Daemon.Tests;

/// <summary>The packages that the packing command makes.</summary>
public sealed class PackedFeedTests
{
    [Fact]
    public async Task Packages_DescribeThemselves()
    {
        using var feed = await PackedFeed.CreateAsync();
        foreach (var plugin in Directory.GetDirectories(TestDaemon.ShippedPlugins).Select(Path.GetFileName))
        {
            var path = Directory.GetFiles(feed.Path, $"PluginFramework.{plugin}.?.*.nupkg").ShouldHaveSingleItem(plugin);
            using var archive = ZipFile.OpenRead(path);
            archive.Entries.Select(entry => entry.FullName).ShouldContain("README.md", plugin);
            archive.Entries.Select(entry => entry.FullName).ShouldContain($"lib/net10.0/PluginFramework.{plugin}.xml", plugin);
            await using var nuspec = await archive.GetEntry($"PluginFramework.{plugin}.nuspec")!.OpenAsync(TestContext.Current.CancellationToken);
            var package = XDocument.Load(nuspec).Root!;
            var names = package.Name.Namespace;
            package.Descendants(names + "packageType").Select(type => (string?)type.Attribute("name")).ShouldBe(["PluginFrameworkPlugin"], plugin);
            package.Descendants(names + "license").ShouldHaveSingleItem().Value.ShouldBe("MIT", plugin);
            package.Descendants(names + "description").ShouldHaveSingleItem().Value.ShouldNotBe("Package Description", plugin);
            package.Descendants(names + "repository").ShouldBeEmpty(plugin);
            package.Descendants(names + "dependency").Select(dependency => (string?)dependency.Attribute("id")).ShouldContain("PluginFramework.Contracts", plugin);
        }
    }

    /// <summary>Any plugin added to a host without plugins brings all that it needs to run.</summary>
    [Theory]
    [InlineData("Irc", "chat", "identity", "identity.sqlite", "irc")]
    [InlineData("Chat", "chat", "identity", "identity.sqlite")]
    [InlineData("Http", "http", "identity", "identity.sqlite")]
    [InlineData("Identity", "identity", "identity.sqlite")]
    [InlineData("Identity.Sqlite", "identity.sqlite")]
    [InlineData("Prompt", "chat", "identity", "identity.sqlite", "prompt", "scripting")]
    [InlineData("Scripting", "scripting")]
    public async Task Plugin_LaidOutFromTheFeedOnABareHost_IsActiveWithWhatItNeeds(string plugin, params string[] ids)
    {
        using var feed = await PackedFeed.CreateAsync();
        await using var daemon = BareHost.Daemon();
        daemon.CreateRunDirectory();
        var locked = await LayOutAsync(daemon, feed, new PluginRequest.Add($"PluginFramework.{plugin}"), PluginLockFile.Empty, daemon.PluginDirectory);
        locked.Plugins.Keys.ShouldBe(ids);
        (await PluginVerifier.VerifyAsync(locked, daemon.PluginDirectory, TestContext.Current.CancellationToken)).ShouldBeEmpty();

        await daemon.StartAsync();
        await daemon.UntilAsync("All are active", status => status.Plugins.Select(one => one.Id).Order().SequenceEqual(ids) && status.Plugins.All(one => one.State == "Active"));
    }

    [Fact]
    public async Task NextVersionOfOnePlugin_LaidOutOverTheOldUnderTraffic_RefusesNobody()
    {
        using var feed = await PackedFeed.CreateAsync();
        await using var daemon = BareHost.Daemon();
        daemon.CreateRunDirectory();
        var locked = await LayOutAsync(daemon, feed, new PluginRequest.Add("PluginFramework.Irc", "[1.0.0,2.0.0)"), PluginLockFile.Empty, daemon.PluginDirectory);
        await daemon.AddUsersAsync();
        await daemon.StartAsync();
        await daemon.UntilAsync("The first version runs", status => Installed.Is(status, Installed.Irc("1.0.0")));
        var address = (await daemon.GetStatusAsync()).AddressOf("irc", "tcp");
        await using var staying = await RawClient.ConnectAsync(address);
        await staying.LogInAsync("ann", TestDaemon.AnnsPassword);
        await feed.AddNextIrcAsync();
        await LayOutAsync(daemon, feed, new PluginRequest.Update("irc"), locked, daemon.Aside("next"));

        await using var traffic = new Traffic(address);
        await traffic.GoOnAsync(5);
        foreach (var file in Directory.EnumerateFiles(daemon.Aside("next/irc"))) File.Copy(file, Path.Combine(daemon.PluginDirectory, "irc", Path.GetFileName(file)), overwrite: true);
        await daemon.UntilAsync("The next version runs", status => Installed.Is(status, Installed.Irc(PackedFeed.NextVersion)));

        // Who was signed on is told to come again, rather than cut off.
        (await staying.Lines.ReadToEndAsync()).ShouldContain("ERROR ");
        await traffic.GoOnAsync(5);
        traffic.Refused.ShouldBeEmpty();
    }

    private static async Task<PluginLockFile> LayOutAsync(TestDaemon daemon, PackedFeed feed, PluginRequest request, PluginLockFile installed, string folder)
    {
        using var feeds = new PluginFeeds(new FeedConfiguration { Feeds = [new Feed("local", feed.Path)] }, daemon.Aside("cache"));
        var plan = await feeds.PlanAsync(installed, request, cancellationToken: TestContext.Current.CancellationToken);
        return await feeds.StageAsync(plan.After, folder, plan.ToLayOut, cancellationToken: TestContext.Current.CancellationToken);
    }
}
