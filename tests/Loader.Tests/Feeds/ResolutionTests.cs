using PluginFramework.Loader.Feeds.Planning;
using PluginFramework.Loader.Feeds.Resolution;
using PluginFramework.Loader.Locking;

namespace PluginFramework.Loader.Feeds;

/// <summary>Known cases of how NuGet resolves, and what is ours: the host's packages, and plugins that depend on plugins.</summary>
public sealed class ResolutionTests : IDisposable
{
    private readonly FeedFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("lowest applicable", "Lib [1.5.0, )", "Lib 1.0.0;Lib 1.6.0;Lib 2.0.0", "Lib 1.6.0")]
    [InlineData("a range", "Lib (1.0.0, 2.0.0)", "Lib 1.0.0;Lib 1.2.0;Lib 2.0.0", "Lib 1.2.0")]
    [InlineData("exactly", "Lib [2.0.0]", "Lib 1.0.0;Lib 2.0.0;Lib 3.0.0", "Lib 2.0.0")]
    [InlineData("stable before pre-release", "Lib 1.0.0", "Lib 1.1.0-beta;Lib 1.2.0", "Lib 1.2.0")]
    [InlineData("pre-release where asked for", "Lib 1.1.0-alpha", "Lib 1.1.0-beta;Lib 1.2.0", "Lib 1.1.0-beta")]
    [InlineData("transitive", "A 1.0.0", "A 1.0.0>B 1.0.0;B 1.0.0>C 1.0.0;C 1.0.0", "A 1.0.0,B 1.0.0,C 1.0.0")]
    [InlineData("cousins: the highest of the lowest", "A 1.0.0;B 1.0.0", "A 1.0.0>C 1.0.0;B 1.0.0>C 2.0.0;C 1.0.0;C 2.0.0;C 3.0.0", "A 1.0.0,B 1.0.0,C 2.0.0")]
    [InlineData("direct wins", "A 1.0.0;C 2.0.0", "A 1.0.0>C 1.0.0;C 1.0.0;C 2.0.0", "A 1.0.0,C 2.0.0")]
    [InlineData("what the rejected brought goes with it", "A 1.0.0;B 1.0.0", "A 1.0.0>C 1.0.0;B 1.0.0>C 2.0.0;C 1.0.0>D 1.0.0;C 2.0.0;D 1.0.0", "A 1.0.0,B 1.0.0,C 2.0.0")]
    [InlineData("the host's are left out", "PluginFramework.Contracts 1.0.0;System.Composition.AttributedModel 9.0.0;System.Text.Json 10.0.0;NETStandard.Library 2.0.0;Lib 1.0.0", "Lib 1.0.0", "Lib 1.0.0")]
    [InlineData("newer than the host's is brought", "System.Text.Json 99.0.0", "System.Text.Json 99.0.0", "System.Text.Json 99.0.0")]
    public async Task Closure_IsWhatARestoreGives(string name, string dependsOn, string packages, string expected)
    {
        AddAll(packages);
        _folder.AddPlugin("Acme.Plugin", "1.0.0", dependsOn.Split(';'));
        var plugin = (await PlanAsync(PluginLockFile.Empty, new PluginRequest.Add("Acme.Plugin"))).After.Plugins["acme.plugin"];
        string.Join(',', plugin.Packages.Select(package => $"{package.Key} {package.Value.Version}")).ShouldBe(expected, name);
    }

    [Theory]
    [InlineData("missing", "Lib 3.0.0", "Lib 1.0.0;Lib 2.0.0", "Acme.Plugin 1.0.0 → Lib (>= 3.0.0) asks for: of Lib there are 1.0.0, 2.0.0")]
    [InlineData("unknown", "A 1.0.0", "A 1.0.0>Gone 1.0.0", "Acme.Plugin 1.0.0 → A 1.0.0 → Gone (>= 1.0.0) asks for: there is no package Gone")]
    [InlineData("only pre-releases", "Lib 1.0.0", "Lib 1.1.0-beta", "of Lib there is 1.1.0-beta")]
    [InlineData("cycle", "A 1.0.0", "A 1.0.0>B 1.0.0;B 1.0.0>A 1.0.0", "in a circle: Acme.Plugin 1.0.0 → A 1.0.0 → B 1.0.0 → A")]
    [InlineData("downgrade", "A 1.0.0;C 1.0.0", "A 1.0.0>C 2.0.0;C 1.0.0;C 2.0.0", "Acme.Plugin 1.0.0 → A 1.0.0 → C (>= 2.0.0) needs a newer C than Acme.Plugin 1.0.0 → C (>= 1.0.0) chooses")]
    [InlineData("conflict", "A 1.0.0;B 1.0.0", "A 1.0.0>C [1.0.0];B 1.0.0>C [2.0.0];C 1.0.0;C 2.0.0", "do not go together")]
    [InlineData("contracts", "PluginFramework.Contracts 1.99.0", "Lib 1.0.0", "Acme.Plugin 1.0.0 needs Contracts 1.99, this host has 1.0")]
    [InlineData("contracts, as plugins are packed", "PluginFramework.Contracts! 1.99.0", "Lib 1.0.0", "Acme.Plugin 1.0.0 needs Contracts 1.99, this host has 1.0")]
    [InlineData("contracts of another major version", "PluginFramework.Contracts! 2.0.0", "Lib 1.0.0", "Acme.Plugin 1.0.0 needs Contracts 2.0, this host has 1.0")]
    public async Task Closure_ThatCannotBe_NamesTheChain(string name, string dependsOn, string packages, string expected)
    {
        AddAll(packages);
        _folder.AddPlugin("Acme.Plugin", "1.0.0", dependsOn.Split(';'));
        (await Should.ThrowAsync<ResolutionException>(PlanAsync(PluginLockFile.Empty, new PluginRequest.Add("Acme.Plugin")))).Message.ShouldContain(expected, customMessage: name);
    }

    [Fact]
    public async Task Closure_TakesTheGroupOfTheNearestFramework()
    {
        _folder.AddLibrary("Lib", "1.0.0");
        _folder.Add(new TestPackage("Acme.Plugin", "1.0.0") { PluginId = "p", Framework = "netstandard2.0", DependsOn = ["Lib"] });
        (await PlanAsync(PluginLockFile.Empty, new PluginRequest.Add("Acme.Plugin"))).After.Plugins["p"].Packages.Keys.ShouldBe(["Lib"]);
    }

    [Fact]
    public async Task PackageThatIsNoPlugin_CannotBeAdded()
    {
        _folder.AddLibrary("Lib", "1.0.0");
        (await Should.ThrowAsync<ResolutionException>(PlanAsync(PluginLockFile.Empty, new PluginRequest.Add("Lib")))).Message.ShouldContain("is no plugin");
        (await Should.ThrowAsync<ResolutionException>(PlanAsync(PluginLockFile.Empty, new PluginRequest.Add("Nowhere")))).Message.ShouldContain("No feed has a stable version of Nowhere");
    }

    [Fact]
    public async Task PluginThatDependsOnAPlugin_InstallsItOnItsOwn()
    {
        _folder.AddLibrary("Lib", "1.0.0");
        _folder.AddLibrary("Lib", "2.0.0");
        _folder.AddPlugin("Acme.Base", "1.0.0", "Lib 2.0.0");
        _folder.AddPlugin("Acme.Top", "1.0.0", "Acme.Base 1.0.0", "Lib 1.0.0");
        var plan = await PlanAsync(PluginLockFile.Empty, new PluginRequest.Add("Acme.Top"));

        var (top, below) = (plan.After.Plugins["acme.top"], plan.After.Plugins["acme.base"]);
        top.Packages.Single().Value.Version.ShouldBe("1.0.0", "each plugin has its own version of a library");
        below.Packages.Single().Value.Version.ShouldBe("2.0.0");
        (top.Requested, below.Requested).ShouldBe(("[1.0.0, )", null));
        below.NeededBy.ShouldBe(["acme.top"]);
        top.Packages["Lib"].NeededBy.ShouldBe(["Acme.Top"]);
        plan.Changes.Select(change => change.ToString()).ShouldBe(
        [
            "Added plugin acme.base (Acme.Base) 1.0.0: needed by acme.top",
            "Added Lib of acme.base 2.0.0: needed by Acme.Base",
            "Added plugin acme.top (Acme.Top) 1.0.0: asked for",
            "Added Lib of acme.top 1.0.0: needed by Acme.Top",
        ]);
        _folder.CachedPackages().Length.ShouldBe(4);
    }

    [Theory]
    [InlineData("A 1.0.0>B 1.0.0;B 1.0.0>A 1.0.0", "in a circle")]
    [InlineData("A 1.0.0>B 2.0.0;B 1.0.0;B 2.0.0", "needs a newer B")]
    [InlineData("A 1.0.0>B [0.5.0];B 0.5.0;B 1.0.0", "A 1.0.0 (a) needs B (= 0.5.0), but B (= 1.0.0) was asked for")]
    public async Task PluginsThatDoNotGoTogether_AreRefused(string plugins, string expected)
    {
        foreach (var (id, version, needs) in Parse(plugins)) _folder.AddPlugin(id, version, needs);
        var installed = (await PlanAsync(PluginLockFile.Empty, new PluginRequest.Add("B", "[1.0.0]")).WaitAsync(Token).ContinueWith(
            plan => plan.IsCompletedSuccessfully ? plan.Result.After : PluginLockFile.Empty, TaskScheduler.Default));
        (await Should.ThrowAsync<ResolutionException>(PlanAsync(installed, new PluginRequest.Add("A")))).Message.ShouldContain(expected);
    }

    [Fact]
    public async Task ChainWithoutEnd_Stops()
    {
        for (var index = 0; index < 30; index++) _folder.AddLibrary($"L{index}", "1.0.0", $"L{index + 1} 1.0.0");
        _folder.AddPlugin("Acme.Plugin", "1.0.0", "L0 1.0.0");
        using var feeds = _folder.Open(limits: FeedFolder.Quick with { MostPackages = 20 });
        (await Should.ThrowAsync<ResolutionException>(feeds.PlanAsync(PluginLockFile.Empty, new PluginRequest.Add("Acme.Plugin"), cancellationToken: Token))).Message.ShouldContain("more than 20");
    }

    private async Task<PluginChangePlan> PlanAsync(PluginLockFile installed, PluginRequest request)
    {
        using var feeds = _folder.Open();
        return await feeds.PlanAsync(installed, request, cancellationToken: Token);
    }

    private void AddAll(string packages)
    {
        foreach (var (id, version, needs) in Parse(packages)) _folder.AddLibrary(id, version, needs);
    }

    // "A 1.0.0>B 1.0.0;C 1.0.0"
    private static IEnumerable<(string Id, string Version, string[] Needs)> Parse(string packages) =>
        packages.Split(';').Select(text => text.Split('>')).Select(parts => (parts[0].Split(' ')[0], parts[0].Split(' ')[1], parts.Skip(1).ToArray()));
}
