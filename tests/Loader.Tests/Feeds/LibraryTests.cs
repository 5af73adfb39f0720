using System.Collections.Immutable;
using System.Reflection;
using PluginFramework.Loader.Feeds.Configuration;
using PluginFramework.Loader.Feeds.Resolution;
using PluginFramework.Plugins;

namespace PluginFramework.Loader.Feeds;

/// <summary>Libraries for code that is compiled while the daemon runs.</summary>
public sealed class LibraryTests : IDisposable
{
    private readonly FeedFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(null, "2.0.0")]
    [InlineData("1.0.0", "1.0.0")]
    [InlineData("1.1", "1.5.0")]
    [InlineData("[1.0,2.0)", "1.0.0")]
    [InlineData("1.*", "1.5.0")]
    [InlineData("[2.0.0]", "2.0.0")]
    [InlineData("3.0.0-a", "3.0.0-beta")]
    public async Task Version_IsChosenAsARestoreDoes(string? version, string expected)
    {
        foreach (var one in (string[])["1.0.0", "1.5.0", "2.0.0", "3.0.0-beta"]) _folder.Add(new TestPackage("Acme.Text", one) { Source = "public class Text;" });
        var package = (await ResolveAsync(new PackageRequest("acme.text", version))).ShouldHaveSingleItem();
        (package.Id, package.Version, package.Feed).ShouldBe(("Acme.Text", expected, "local"));
        var assembly = package.Assemblies.ShouldHaveSingleItem();
        assembly.Name.ShouldBe("Acme.Text");
        Assembly.Load(assembly.Image.ToArray()).GetType("Text").ShouldNotBeNull();
    }

    [Fact]
    public async Task Closure_HasWhatIsNeeded_LessTheHosts()
    {
        _folder.Add(new TestPackage("Acme.Text", "1.0.0")
        {
            DependsOn = ["Acme.Core 1.0.0", "System.Text.Json 8.0.0", "PluginFramework.Contracts 1.0.0"],
            Files = [("lib/net10.0/Acme.Text.xml", "<doc/>"u8.ToArray()), ("lib/net10.0/de/Acme.Text.resources.dll", [1])],
        });
        _folder.Add(new TestPackage("Acme.Core", "1.0.0"));
        var packages = await ResolveAsync(new PackageRequest("Acme.Text", null));
        packages.Select(package => $"{package.Id} {string.Join(",", package.Assemblies.Select(assembly => assembly.Name))}").ShouldBe(["Acme.Core Acme.Core", "Acme.Text Acme.Text"]);
        packages[1].Assemblies[0].Documentation.ToArray().ShouldBe("<doc/>"u8.ToArray());
    }

    [Fact]
    public async Task AssemblyThatTheHostHasAsNew_IsLeftOut()
    {
        _folder.Add(new TestPackage("Acme.Text", "1.0.0") { Files = [("lib/net10.0/System.Text.Json.dll", File.ReadAllBytes(typeof(System.Text.Json.JsonDocument).Assembly.Location))] });
        (await ResolveAsync(new PackageRequest("Acme.Text", null)))[0].Assemblies.Select(assembly => assembly.Name).ShouldBe(["Acme.Text"]);
    }

    [Fact]
    public async Task Several_GoTogether()
    {
        foreach (var id in (string[])["Acme.One", "Acme.Two"]) _folder.Add(new TestPackage(id, "1.0.0") { DependsOn = [$"Acme.Core {(id == "Acme.One" ? "1.0.0" : "1.5.0")}"] });
        foreach (var version in (string[])["1.0.0", "1.5.0"]) _folder.Add(new TestPackage("Acme.Core", version));
        (await ResolveAsync(_folder.Local, null, new("Acme.One", null), new("Acme.Two", null))).Single(package => package.Id == "Acme.Core").Version.ShouldBe("1.5.0");
    }

    [Theory]
    [InlineData("Acme.Gone", null, "There is no package Acme.Gone (asked: local). Check the id")]
    [InlineData("Acme.Text", "9.0.0", "of Acme.Text there is 1.0.0")]
    [InlineData("Acme.Text", "newest", "'newest' is no version of Acme.Text")]
    [InlineData("no id!", null, "'no id!' is no package id")]
    [InlineData("Acme.Plugin", null, "Acme.Plugin 1.0.0 is a plugin, not a library. Install it: plugin add Acme.Plugin")]
    [InlineData("Acme.UsesPlugin", null, "Acme.Plugin 1.0.0, which what is asked for depends on, is a plugin")]
    [InlineData("Acme.Native", null, "Acme.Native 1.0.0 has native code (runtimes/")]
    [InlineData("Acme.Old", null, "Acme.Old 1.0.0 has nothing for net10.0: it is for net48")]
    [InlineData("Acme.Tool", null, "Acme.Tool 1.0.0 holds no library")]
    [InlineData("Acme.Damaged", null, "lib/net10.0/Other.dll of Acme.Damaged 1.0.0 is not a .NET assembly")]
    public async Task Package_ThatCannotBeUsed_SaysWhy(string id, string? version, string expected)
    {
        _folder.Add(new TestPackage("Acme.Text", "1.0.0"));
        _folder.AddPlugin("Acme.Plugin", "1.0.0");
        _folder.Add(new TestPackage("Acme.UsesPlugin", "1.0.0") { DependsOn = ["Acme.Plugin"] });
        _folder.Add(new TestPackage("Acme.Native", "1.0.0") { Files = [($"runtimes/{Metadata.Platform.RuntimeIdentifier}/native/libacme.so", [1])] });
        _folder.Add(new TestPackage("Acme.Old", "1.0.0") { Framework = "net48" });
        _folder.Add(new TestPackage("Acme.Tool", "1.0.0") { HasAssembly = false, Files = [("tools/run.dll", [1])] });
        _folder.Add(new TestPackage("Acme.Damaged", "1.0.0") { Files = [("lib/net10.0/Other.dll", [1, 2, 3])] });
        var problem = await Should.ThrowAsync<Exception>(ResolveAsync(new PackageRequest(id, version)));
        (problem is FeedException or ResolutionException).ShouldBeTrue(problem.ToString());
        problem.Message.ShouldContain(expected);
    }

    [Fact]
    public async Task SourceMapping_IsHonoured()
    {
        _folder.Add(new TestPackage("Acme.Text", "1.0.0"));
        var mapped = _folder.Local with { Mappings = [new("Other.*", ["local"])] };
        (await Should.ThrowAsync<FeedException>(ResolveAsync(mapped, null, new PackageRequest("Acme.Text", null)))).Message.ShouldContain("no source mapping matches it");
        _folder.CachedPackages().ShouldBeEmpty();
    }

    [Fact]
    public async Task Signatures_AreAskedFor()
    {
        _folder.Add(new TestPackage("Acme.Text", "1.0.0"));
        var strict = _folder.Local with { Signatures = SignaturePolicy.Require, TrustedSigners = [new("Acme", [new string('a', 64)])] };
        (await Should.ThrowAsync<FeedException>(ResolveAsync(strict, null, new PackageRequest("Acme.Text", null)))).Message.ShouldContain("sign");
    }

    [Fact]
    public async Task Limits_AreForAllTogether()
    {
        _folder.Add(new TestPackage("Acme.Text", "1.0.0"));
        _folder.Add(new TestPackage("Acme.Core", "1.0.0"));
        var one = (await ResolveAsync(new PackageRequest("Acme.Text", null)))[0].Assemblies[0].Image.Length;
        var limits = FeedFolder.Quick with { LongestContent = one + 2500 };
        (await ResolveAsync(_folder.Local, limits, new PackageRequest("Acme.Text", null))).ShouldHaveSingleItem();
        (await Should.ThrowAsync<ResolutionException>(ResolveAsync(_folder.Local, limits, new("Acme.Text", null), new("Acme.Core", null)))).Message.ShouldContain("all the libraries have more than");
    }

    private Task<ImmutableArray<ResolvedPackage>> ResolveAsync(params PackageRequest[] requests) => ResolveAsync(_folder.Local, null, requests);

    private async Task<ImmutableArray<ResolvedPackage>> ResolveAsync(FeedConfiguration configuration, FeedLimits? limits, params PackageRequest[] requests)
    {
        using var feeds = _folder.Open(configuration, limits);
        return await feeds.ResolveLibrariesAsync([.. requests], cancellationToken: Token);
    }
}
