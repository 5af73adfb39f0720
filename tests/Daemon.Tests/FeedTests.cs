using PluginFramework.Daemon.Tests.Harness;
using PluginFramework.Loader.Feeds;

namespace PluginFramework.Daemon.Tests;

/// <summary>Plugins installed, updated, removed and brought back from feeds, in a daemon that came without any.</summary>
public sealed class FeedTests
{
    [Fact]
    public async Task Add_OnABareDaemon_ServesIrcWithoutARestart()
    {
        using var feed = await PackedFeed.CreateAsync();
        await using var daemon = BareHost.Daemon();
        await daemon.StartAsync();
        var before = await daemon.GetStatusAsync();
        before.Plugins.ShouldBeEmpty();

        await daemon.DoAsync("feed", "add", "local", feed.Path);
        var dry = await daemon.DoAsync("plugin", "add", "PluginFramework.Irc", "--dry-run");
        ShouldNameAll(dry);
        (await daemon.GetStatusAsync()).Plugins.ShouldBeEmpty("a dry run changes nothing");

        ShouldNameAll(await daemon.DoAsync("plugin", "add", "PluginFramework.Irc", "--yes"));
        await daemon.UntilAsync("IRC and what it needs run", status => Installed.Is(status, Installed.Irc("1.0.0")));
        await daemon.AddUsersAsync();
        await using var client = await daemon.ConnectAsync("tls");
        await client.LogInAsync("ann", TestDaemon.AnnsPassword);

        (await daemon.GetStatusAsync()).Pid.ShouldBe(before.Pid);
        await ShouldVerifyAsync(daemon);
    }

    [Fact]
    public async Task Add_FromAFeedWithAPassword_TakesItFromTheEnvironmentOfTheDaemon()
    {
        using var feed = await PackedFeed.CreateAsync();
        await using var server = await TestFeed.StartAsync(feed.Path);
        server.Credentials = "feeder:another-password";
        await using var daemon = BareHost.Daemon();
        daemon.EnvironmentVariables["FEED_PASSWORD"] = "feeders-password";
        await daemon.StartAsync();
        await daemon.DoAsync("feed", "add", "web", server.Index, "--user-name", "feeder", "--password", "env:FEED_PASSWORD");
        (await File.ReadAllTextAsync(daemon.InRunDirectory("pluginhost.json"), TestContext.Current.CancellationToken)).ShouldNotContain("feeders-password");

        var refused = await daemon.RunCommandAsync("plugin", "add", "PluginFramework.Irc", "--yes");
        refused.Code.ShouldNotBe(0);
        refused.Error.ShouldContain("'web'");
        refused.Error.ShouldContain("Check the feed's user name and password");
        refused.Error.ShouldNotContain("feeders-password");
        (await daemon.GetStatusAsync()).Plugins.ShouldBeEmpty();
        await ShouldVerifyAsync(daemon);

        server.Credentials = "feeder:feeders-password";
        ShouldNameAll(await daemon.DoAsync("plugin", "add", "PluginFramework.Irc", "--yes"));
        await daemon.UntilAsync("IRC and what it needs run", status => Installed.Is(status, Installed.Irc("1.0.0")));
        await daemon.AddUsersAsync();
        await using var client = await daemon.ConnectAsync("tls");
        await client.LogInAsync("ann", TestDaemon.AnnsPassword);
    }

    [Fact]
    public async Task Update_UnderTraffic_RefusesNobody_AndIsUndoneWhereTheNewVersionFails()
    {
        using var feed = await PackedFeed.CreateAsync();
        await using var daemon = await WithIrcAsync(feed);
        await daemon.AddUsersAsync();
        var before = await daemon.GetStatusAsync();
        var address = before.AddressOf("irc", "tcp");
        await using var staying = await RawClient.ConnectAsync(address);
        await staying.LogInAsync("ann", TestDaemon.AnnsPassword);

        await using (var traffic = new Traffic(address))
        {
            await traffic.GoOnAsync(5);
            await feed.AddNextIrcAsync();
            await daemon.DoAsync("plugin", "update", "irc", "--yes");
            await daemon.UntilAsync("The new version runs", status => Installed.Is(status, Installed.Irc(PackedFeed.NextVersion)));
            // Who was signed on is told to come again, rather than cut off.
            (await staying.Lines.ReadToEndAsync()).ShouldContain("ERROR ");
            await using (var again = await RawClient.ConnectAsync(address)) await again.LogInAsync("ann", TestDaemon.AnnsPassword);

            await traffic.GoOnAsync(5);
            feed.AddFailingIrc("1.0.2", "The third version is broken.");
            var failed = await daemon.RunCommandAsync("plugin", "update", "irc", "--yes");
            failed.Code.ShouldNotBe(0);
            failed.Error.ShouldContain("The third version is broken.");
            await daemon.UntilAsync("The version before runs again", status => Installed.Is(status, Installed.Irc(PackedFeed.NextVersion)));
            (await daemon.DoAsync("plugin", "why", "irc")).ShouldContain("The third version is broken.");

            await traffic.GoOnAsync(5);
            traffic.Refused.ShouldBeEmpty();
        }

        var after = await daemon.GetStatusAsync();
        after.Pid.ShouldBe(before.Pid);
        after.AddressOf("irc", "tcp").ShouldBe(address);
        await ShouldVerifyAsync(daemon);
    }

    [Fact]
    public async Task Remove_IsGoneWithoutARestart_AndRollbackBringsItBack()
    {
        using var feed = await PackedFeed.CreateAsync();
        await using var daemon = await WithIrcAsync(feed);
        await daemon.AddUsersAsync();
        var before = await daemon.GetStatusAsync();

        await daemon.DoAsync("plugin", "remove", "irc", "--yes");
        await daemon.UntilAsync("It is gone, with what only it needed", status => Installed.Is(status, Installed.Nothing));
        (await daemon.DoAsync("plugin", "list")).ShouldNotContain("irc");
        await daemon.DoAsync("plugin", "rollback", "--yes");
        await daemon.UntilAsync("It is back", status => Installed.Is(status, Installed.Irc("1.0.0")));
        await using var client = await daemon.ConnectAsync("tls");
        await client.LogInAsync("ann", TestDaemon.AnnsPassword);
        (await daemon.GetStatusAsync()).Pid.ShouldBe(before.Pid);
        await ShouldVerifyAsync(daemon);
    }

    /// <returns>A daemon that has the IRC server from a feed, and would update it within its major version.</returns>
    private static async Task<TestDaemon> WithIrcAsync(PackedFeed feed)
    {
        var daemon = BareHost.Daemon();
        try
        {
            await daemon.StartAsync();
            await daemon.DoAsync("feed", "add", "local", feed.Path);
            await daemon.DoAsync("plugin", "add", "PluginFramework.Irc", "--version", "[1.0.0,2.0.0)", "--yes");
            await daemon.UntilAsync("IRC and what it needs run", status => Installed.Is(status, Installed.Irc("1.0.0")));
            return daemon;
        }
        catch
        {
            await daemon.DisposeAsync();
            throw;
        }
    }

    private static void ShouldNameAll(string plan)
    {
        foreach (var plugin in Installed.Irc("1.0.0")) plan.ShouldContain(plugin.Split(' ')[0]);
    }

    private static async Task ShouldVerifyAsync(TestDaemon daemon)
    {
        var verified = await daemon.RunCommandAsync("plugin", "verify");
        verified.Code.ShouldBe(0, $"{verified.Output}{verified.Error}");
    }
}
