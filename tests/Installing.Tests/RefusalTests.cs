using System.IO.Compression;
using PluginFramework.Loader.Feeds;
using PluginFramework.Loader.Feeds.Planning;
using PluginFramework.Loader.Locking;
using PluginFramework.Panels;

namespace PluginFramework.Installing.Tests;

/// <summary>Whatever keeps a change from being made: it is named, nothing is switched, and nothing is left over.</summary>
public sealed class RefusalTests : IAsyncDisposable
{
    private readonly FakeHost _host = new();
    private readonly List<TestFeed> _servers = [];

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers) await server.DisposeAsync();
        _host.Dispose();
    }

    [Fact]
    public async Task CachedPackage_WithOneByteFlipped_IsFetchedAnew_OrRefusedWithoutItsFeed()
    {
        var source = _host.AddUsers("1.0.0");
        await _host.ActAsync("plugin", "add", ("package", "Acme.Users"));
        Flip();
        (await _host.ActAsync("plugin", "restore")).Message.ShouldContain("Laid out again");

        Flip();
        File.Delete(source);
        (await RefusedAsync("restore", PanelError.Unavailable)).ShouldContain("Acme.Users 1.0.0");

        void Flip()
        {
            var path = Directory.GetFiles(Path.Combine(_host.RunDirectory, "packages"), "*.nupkg", SearchOption.AllDirectories).Single();
            var bytes = File.ReadAllBytes(path);
            bytes[bytes.Length / 2] ^= 1;
            File.WriteAllBytes(path, bytes);
        }
    }

    [Fact]
    public async Task PackageReplacedUnderTheSameVersion_IsRefused()
    {
        _host.AddUsers("1.0.0");
        await _host.ActAsync("plugin", "add", ("package", "Acme.Users"));
        Directory.Delete(Path.Combine(_host.RunDirectory, "packages"), recursive: true);
        _host.Folder.Add(new TestPackage("Acme.Users", "1.0.0") { PluginId = "users", Source = "public class Evil;" });
        (await RefusedAsync("restore", PanelError.Unavailable)).ShouldContain("it was replaced under the same version");
    }

    [Fact]
    public async Task Unsigned_WhereSignaturesAreRequired_IsRefused()
    {
        _host.AddUsers("1.0.0");
        _host.Configure($$"""{ "feeds": { "sources": { "local": "packages" }, "signatures": "require", "trustedSigners": { "Acme": ["{{new string('a', 64)}}"] } } }""");
        (await RefusedAsync("add", PanelError.Unavailable, ("package", "Acme.Users"))).ShouldContain("it is not signed, and signatures are required");
    }

    [Fact]
    public async Task DamagedLockFile_IsRefusedWithItsPlace()
    {
        _host.AddUsers("1.0.0");
        _host.Generations.OnCurrent = () => new(1, PluginLockFile.Parse("{ \"version\": 1,\n \"plugins\": { "u8, "plugins.lock.json"), "");
        (await RefusedAsync("add", PanelError.Configuration, ("package", "Acme.Users"))).ShouldStartWith("plugins.lock.json(2,");
    }

    [Fact]
    public async Task ArchiveWhoseNamesLeadOut_IsRefused()
    {
        var path = _host.AddUsers("1.0.0");
        using (var zip = ZipFile.Open(path, ZipArchiveMode.Update))
        {
            using var writer = new StreamWriter(zip.CreateEntry("lib/net10.0/../../../evil.dll").Open());
            writer.Write("evil");
        }

        (await RefusedAsync("add", PanelError.Failed, ("package", "Acme.Users"))).ShouldContain("leads out of its folder");
        Directory.GetFiles(_host.Folder.Root, "evil*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Hang", "no answer")]
    [InlineData("HangOnPackages", "no answer")]
    [InlineData("Error", "(500)")]
    [InlineData("Truncated", "cut short|connection was lost")]
    public async Task FeedThatFails_IsNamed(string mode, string expected)
    {
        _host.AddUsers("1.0.0");
        var server = await TestFeed.StartAsync(_host.Folder.Packages);
        _servers.Add(server);
        server.Mode = Enum.Parse<TestFeedMode>(mode);
        _host.Configure($$"""{ "feeds": { "sources": { "web": "{{server.Index}}" } } }""");
        var installer = _host.Installer(new() { QuestionTime = TimeSpan.FromSeconds(2), SilenceTime = TimeSpan.FromMilliseconds(500), DownloadTime = TimeSpan.FromSeconds(3) });
        var refused = await Should.ThrowAsync<PanelException>(
            installer.PlanAsync(new PluginRequest.Add("Acme.Users", "1.0.0"), isLocked: false, null, TestContext.Current.CancellationToken));
        refused.Error.ShouldBe(PanelError.Unavailable);
        refused.Message.ShouldContain("Feed 'web': ");
        refused.Message.ShouldMatch(expected);
        NothingIsLeft(0);
    }

    [Fact]
    public async Task Conflict_NamesTheChains()
    {
        _host.AddUsers("1.0.0");
        _host.AddUsers("2.0.0");
        _host.Folder.AddPlugin("Acme.Old", "1.0.0", "Acme.Users [1.0.0]");
        _host.Folder.AddPlugin("Acme.New", "1.0.0", "Acme.Users [2.0.0]");
        await _host.ActAsync("plugin", "add", ("package", "Acme.Old"));
        var message = await RefusedAsync("add", PanelError.Failed, ("package", "Acme.New"));
        message.ShouldContain("Acme.Users");
        message.ShouldContain("Acme.Old");
        message.ShouldContain("Acme.New");
    }

    [Theory]
    [InlineData("staging")]
    [InlineData("packages")]
    public async Task DiskThatIsReallyFull_IsSaid_AndNothingIsLeftOnIt(string folder)
    {
        _host.AddUsers("1.0.0");
        await using var disk = await SmallDisk.MountAsync(Path.Combine(_host.RunDirectory, folder), size: "8k");
        (await RefusedAsync("add", PanelError.Failed, ("package", "Acme.Users"))).ShouldMatch("No space left on device.*Nothing was changed");
        // A package that arrived whole may stay in the cache.
        Directory.EnumerateFiles(disk.Path, "*", SearchOption.AllDirectories).Where(file => Path.GetExtension(file) is not (".nupkg" or ".sha512")).ShouldBeEmpty();
    }

    [Fact]
    public async Task FullDisk_WhileStagingBegins_IsSaid()
    {
        _host.AddUsers("1.0.0");
        _host.Generations.OnStaging = () => throw new IOException("No space left on device.");
        (await RefusedAsync("add", PanelError.Failed, ("package", "Acme.Users"))).ShouldBe("No space left on device. Nothing was changed. See to the disk (is it full?), and try again.");
    }

    [Fact]
    public async Task FullDisk_HalfWayThroughStaging_IsSaid_AndTheFolderIsGone()
    {
        _host.AddChain();
        // The second of two folders cannot be written.
        _host.Generations.OnStaging = () =>
        {
            var folder = Path.Combine(_host.RunDirectory, "staging", "x");
            Directory.CreateDirectory(Path.Combine(folder, "users"));
            return folder;
        };
        (await RefusedAsync("add", PanelError.Failed, ("package", "Acme.Chat"))).ShouldContain("Nothing was changed");
    }

    [Fact]
    public async Task FullDisk_WhilePackagesAreKept_IsSaid()
    {
        _host.AddUsers("1.0.0");
        Directory.CreateDirectory(_host.RunDirectory);
        File.WriteAllText(Path.Combine(_host.RunDirectory, "packages"), "no folder can be made here");
        (await RefusedAsync("add", PanelError.Failed, ("package", "Acme.Users"))).ShouldContain("Nothing was changed");
    }

    [Fact]
    public async Task FullDisk_WhileTheGenerationIsWritten_IsSaid_AndTheFolderIsGone()
    {
        _host.AddUsers("1.0.0");
        _host.Generations.OnApply = () => throw new IOException("No space left on device.");
        (await RefusedAsync("add", PanelError.Failed, ("package", "Acme.Users"))).ShouldContain("No space left on device.");
    }

    [Theory]
    [InlineData("Acme.Nothing", null, "No feed has a stable version of Acme.Nothing")]
    [InlineData("Acme.Users", "7.0.0", "No feed has Acme.Users")]
    [InlineData("Acme.Users", "what", "is no version or range")]
    [InlineData("../evil", null, "is no package id")]
    [InlineData("Acme.Library", null, "is no plugin")]
    public async Task WhatThereIsNot_IsSaid(string package, string? version, string expected)
    {
        _host.AddUsers("1.0.0");
        _host.Folder.AddLibrary("Acme.Library", "1.0.0");
        (string, string)[] arguments = version is null ? [("package", package)] : [("package", package), ("version", version)];
        (await RefusedAsync("add", PanelError.Failed, arguments)).ShouldContain(expected);
    }

    [Fact]
    public async Task WithoutAnyFeed_AddSaysToAddOne()
    {
        _host.Configure("{}");
        (await RefusedAsync("add", PanelError.Failed, ("package", "Acme.Users"))).ShouldContain("There is no feed. Add one.");
    }

    [Fact]
    public async Task WrongConfiguration_IsSaidWithItsPlace()
    {
        _host.Configure("{\n  \"feeds\": { \"sources\": { \"web\": \"ftp://x\" } }\n}");
        (await RefusedAsync("add", PanelError.Configuration, ("package", "Acme.Users"))).ShouldContain("pluginhost.json:2:27");
    }

    /// <summary>Tries an act that is to be refused, and sees that no more was done than before and nothing is left.</summary>
    private async Task<string> RefusedAsync(string act, PanelError error, params (string Name, string Value)[] arguments)
    {
        var before = _host.Generations.Drafts.Count;
        var refused = await Should.ThrowAsync<PanelException>(_host.ActAsync("plugin", act, arguments));
        refused.Error.ShouldBe(error, refused.Message);
        NothingIsLeft(before);
        return refused.Message;
    }

    private void NothingIsLeft(int drafts)
    {
        _host.Generations.Drafts.Count.ShouldBe(drafts);
        var staging = Path.Combine(_host.RunDirectory, "staging");
        if (Directory.Exists(staging)) Directory.EnumerateFileSystemEntries(staging).ShouldBeEmpty();
    }
}
