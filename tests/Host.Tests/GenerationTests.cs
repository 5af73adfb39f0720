using System.Collections.Immutable;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using PluginFramework.Core.Configuration;
using PluginFramework.Core.Generations;
using PluginFramework.Core.Lifecycle;
using PluginFramework.Core.Startup;
using PluginFramework.Identity;
using PluginFramework.Loader.Feeds.Layout;
using PluginFramework.Loader.Locking;
using PluginFramework.Loader.Metadata;
using PluginFramework.Loader.Store;
using PluginFramework.Panels;
using PluginFramework.Plugins;
using PluginFramework.TestUtilities;

namespace PluginFramework.Host.Tests;

/// <summary>Changes of what is installed and configured, in a running host and beside it.</summary>
public sealed class GenerationTests
{
    private static readonly Caller Ann = new("ann", "test");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Apply_InstallsReplacesAndRemoves_WhileTheHostRuns()
    {
        await using var host = new TestHost();
        await host.StartAsync();

        var added = await ApplyAsync(host, Samples.Echo());
        added.Generation.ShouldSatisfyAllConditions(
            generation => generation.Number.ShouldBe(1), generation => generation.State.ShouldBe(GenerationState.Good), generation => generation.Actor.ShouldBe("ann"));
        (await TestHost.AskAsync(host.Address("echo"), Token)).ShouldBe("1.0.0");

        (await ApplyAsync(host, Samples.Echo("2.0.0"))).IsTaken.ShouldBeTrue();
        (await TestHost.AskAsync(host.Address("echo"), Token)).ShouldBe("2.0.0");

        (await host.Host.Generations.ApplyAsync(new("Removed echo", Ann) { Lock = PluginLockFile.Empty }, Token)).IsTaken.ShouldBeTrue();
        await host.EventuallyAsync(() => host.Host.Plugins.Find("echo") is null, "echo is gone");
        host.Host.Generations.List().Select(generation => generation.Number).ShouldBe([3, 2, 1, 0]);
    }

    [Fact]
    public async Task FailingUpdate_IsRolledBack_AndTheOldInstanceNeverStops()
    {
        await using var host = new TestHost();
        var stopped = Path.Combine(host.RunDirectory, "stopped");
        await host.StartAsync();
        await ApplyAsync(host, PluginSource.Plugin("moody", $$"""
            [Export(typeof(IHostedService)), Shared]
            public sealed class Service : IHostedService
            {
                public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
                public Task StopAsync(CancellationToken cancellationToken) { System.IO.File.WriteAllText("{{stopped}}", ""); return Task.CompletedTask; }
            }
            """));

        var outcome = await ApplyAsync(host, Samples.Start("moody", "throw new InvalidOperationException(\"not today\");") with { Version = "1.1.0" });

        outcome.IsTaken.ShouldBeFalse();
        outcome.Generation.State.ShouldBe(GenerationState.RolledBack);
        outcome.Generation.Reason!.ShouldContain("not today");
        host.Host.Generations.Current.Number.ShouldBe(1);
        host.Status("moody").ShouldSatisfyAllConditions(
            status => status.State.ShouldBe(PluginState.Active), status => status.Version.ShouldBe("1.0.0"),
            status => status.Reason!.ShouldContain("Version 1.1.0 was tried in generation 2 and rolled back: moody: "));
        File.Exists(stopped).ShouldBeFalse();

        await host.RestartAsync();
        host.Status("moody").Reason!.ShouldContain("rolled back", customMessage: "it is told after a restart too");
        (await ApplyAsync(host, Samples.Quiet("moody", "1.2.0"))).Generation.Number.ShouldBe(3);
        host.Status("moody").Reason.ShouldBeNull();
    }

    [Theory]
    [InlineData("it throws", "throw new InvalidOperationException(\"no\");", "no")]
    [InlineData("it hangs", "await Task.Delay(-1);", "startTimeout")]
    public async Task AddedPlugin_ThatDoesNotStart_IsTakenOutAgain(string what, string statement, string reason)
    {
        await using var host = new TestHost("startTimeout=1s");
        await host.StartAsync();

        var outcome = await ApplyAsync(host, Samples.Start("added", statement));

        outcome.IsTaken.ShouldBeFalse(what);
        outcome.Generation.Reason!.ShouldContain(reason);
        host.Host.Plugins.Find("added").ShouldBeNull();
        var why = await host.Host.Panels.ViewAsync(
            "plugin", Ann with { Roles = [WellKnownRoles.Operator] }, "Added", ImmutableDictionary<string, ImmutableArray<string>>.Empty.Add("as", ["why"]), cancellationToken: Token);
        why.ShouldBeOfType<View.Text>().Content.ShouldStartWith("added is not installed. Version 1.0.0 was added in generation 1, which was rolled back: added: ");
    }

    [Fact]
    public async Task AddedPlugin_ThatNobodyProvidesFor_IsTakenOutAgain()
    {
        await using var host = new TestHost();
        var contracts = Samples.GreetingContracts().CompileTo(host.Scratch);
        await host.StartAsync();

        var outcome = await ApplyAsync(host, Samples.Caller(contracts), contracts);

        outcome.IsTaken.ShouldBeFalse();
        outcome.Generation.Reason!.ShouldContain("IGreeter");
    }

    [Fact]
    public async Task Switch_RefusesNoConnection()
    {
        await using var host = new TestHost();
        await host.StartAsync();
        await ApplyAsync(host, Samples.Echo());
        var address = host.Address("echo");
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var asking = Task.Run(
            async () =>
            {
                var answers = new HashSet<string>();
                while (!enough.IsCancellationRequested) answers.Add(await TestHost.AskAsync(address, Token));
                return answers;
            },
            Token);

        foreach (var version in (string[])["2.0.0", "3.0.0"]) (await ApplyAsync(host, Samples.Echo(version))).IsTaken.ShouldBeTrue();
        (await host.Host.Generations.RollbackAsync(1, Ann, Token)).Generation.Summary.ShouldBe("Back to generation 1");
        (await TestHost.AskAsync(address, Token)).ShouldBe("1.0.0");
        await enough.CancelAsync();

        (await asking).ShouldBeSubsetOf(["1.0.0", "2.0.0", "3.0.0"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ChangeWithoutADaemon_IsDecidedByTheNextStart(bool fails)
    {
        await using var host = new TestHost();
        await host.StartAsync();
        await ApplyAsync(host, Samples.Quiet("moody"));
        await host.RestartAsync(change: Offline);

        var next = fails ? Samples.Start("moody", "throw new InvalidOperationException(\"not today\");") with { Version = "1.1.0" } : Samples.Quiet("moody", "1.1.0");
        (await ApplyAsync(host, next)).Generation.State.ShouldBe(GenerationState.OnTrial);
        await host.RestartAsync();
        await host.EventuallyAsync(() => host.Host.Generations.Current.State == GenerationState.Good, "it is decided");
        await host.EventuallyAsync(() => host.Status("moody").State == PluginState.Active, "it runs");

        host.Host.Generations.Current.Number.ShouldBe(fails ? 1 : 2);
        host.Status("moody").Version.ShouldBe(fails ? "1.0.0" : "1.1.0");
        if (fails) host.Status("moody").Reason!.ShouldContain("Version 1.1.0 was tried in generation 2 and rolled back");
        host.Log.Lines.ShouldContain(line => line.Contains(fails ? "is rolled back to 1" : "generation 2 are well"));
    }

    [Theory]
    [InlineData("moody", "the plugin that was installed")]
    [InlineData("neighbour", "one that is rebuilt for its sake")]
    public async Task TrialThatAProcessEndedIn_IsRolledBack_AndLeavesNothingQuarantined(string starting, string what)
    {
        await using var host = new TestHost();
        host.Drop(Samples.Quiet("neighbour"));
        await host.StartAsync();
        await ApplyAsync(host, Samples.Quiet("moody"));
        await host.RestartAsync(change: Offline);
        await ApplyAsync(host, Samples.Quiet("moody", "1.1.0"));
        await host.RestartAsync(change: Offline);
        await EndWhileStartingAsync(host, starting);

        await host.StartAsync();
        await host.EventuallyAsync(() => host.Host.Generations.Current is { Number: 1, State: GenerationState.Good }, "it is rolled back");
        await host.EventuallyAsync(() => host.Host.Plugins.List().All(plugin => plugin.State == PluginState.Active), $"all run, {what} too");
        host.Host.Generations.List().First(generation => generation.Number == 2).Reason.ShouldBe($"{starting}: The daemon ended while it was starting.");

        (await ApplyAsync(host, Samples.Quiet("moody", "1.1.0"))).IsTaken.ShouldBeTrue("the same content may be tried again");
        host.Status("moody").State.ShouldBe(PluginState.Active);
    }

    [Fact]
    public async Task PluginThatEndsTheProcess_OutsideATrial_StaysQuarantined_WhateverIsRolledBack()
    {
        await using var host = new TestHost();
        host.Drop(Samples.Quiet("neighbour"));
        await host.StartAsync();
        await ApplyAsync(host, Samples.Quiet("moody"));
        await EndWhileStartingAsync(host, "neighbour");

        await host.StartAsync();
        host.Status("neighbour").State.ShouldBe(PluginState.Quarantined);
        (await ApplyAsync(host, Samples.Start("moody", "throw new InvalidOperationException(\"not today\");") with { Version = "1.1.0" })).IsTaken.ShouldBeFalse();
        host.Status("neighbour").State.ShouldBe(PluginState.Quarantined);
    }

    [Fact]
    public async Task InstalledPlugin_TakesThePlaceOfTheProgramsOwn()
    {
        await using var host = new TestHost();
        host.Drop(Samples.Echo());
        await host.StartAsync(change: settings => settings with { ProgramPlugins = host.Plugins });

        (await ApplyAsync(host, Samples.Echo("2.0.0"))).IsTaken.ShouldBeTrue();

        host.Host.Plugins.List().ShouldHaveSingleItem().Version.ShouldBe("2.0.0");
        (await host.Host.Generations.RollbackAsync(null, Ann, Token)).IsTaken.ShouldBeTrue();
        host.Status("echo").Version.ShouldBe("1.0.0");
    }

    [Fact]
    public async Task Configuration_ThatAPluginRefuses_IsRolledBackWithTheFile()
    {
        await using var host = new TestHost();
        await File.WriteAllTextAsync(ConfigurationOf(host), "{ /* kept */ }", Token);
        host.Drop(Samples.Echo());
        await host.StartAsync();

        var outcome = await host.Host.Generations.ApplyAsync(new("Set a key", Ann) { Configuration = """{ "plugins": { "echo": { "wrong": 1 } } }"""u8.ToArray() }, Token);

        outcome.IsTaken.ShouldBeFalse();
        (await File.ReadAllTextAsync(ConfigurationOf(host), Token)).ShouldBe("{ /* kept */ }");
        host.Status("echo").State.ShouldBe(PluginState.Active);
        host.Status("echo").Reason!.ShouldContain("A change was tried in generation 1 and rolled back");
    }

    [Fact]
    public async Task Configuration_ThatWasAbsent_IsAbsentAgain_OnceRolledBack()
    {
        await using var host = new TestHost();
        host.Drop(Samples.Echo());
        await host.StartAsync();

        (await host.Host.Plugins.DisableAsync("echo", new("test", "test"), Token)).State.ShouldBe(PluginState.Disabled);
        File.Exists(ConfigurationOf(host)).ShouldBeTrue();
        (await host.Host.Generations.RollbackAsync(null, Ann, Token)).IsTaken.ShouldBeTrue();

        File.Exists(ConfigurationOf(host)).ShouldBeFalse();
        host.Status("echo").State.ShouldBe(PluginState.Active);
        await host.RestartAsync();
        host.Host.Generations.Current.Number.ShouldBe(2);
        host.Status("echo").State.ShouldBe(PluginState.Active);
    }

    [Fact]
    public async Task Edit_OfTheConfigurationFile_BecomesAGeneration()
    {
        await using var host = new TestHost();
        host.Drop(Samples.Echo());
        await host.StartAsync();

        await File.WriteAllTextAsync(ConfigurationOf(host), """{ "disabled": ["echo"] }""", Token);
        await host.EventuallyAsync(() => host.Host.Generations.Current.Number == 1, "the edit is recorded");

        host.Host.Generations.Current.Actor.ShouldBe("file");
        host.Status("echo").State.ShouldBe(PluginState.Disabled);
        (await host.Host.Generations.RollbackAsync(null, Ann, Token)).IsTaken.ShouldBeTrue();
        host.Status("echo").State.ShouldBe(PluginState.Active);

        await host.Host.DisposeAsync();
        await File.WriteAllTextAsync(ConfigurationOf(host), "{ } // by hand", Token);
        await host.StartAsync();
        await host.EventuallyAsync(() => host.Host.Generations.Current is { Number: 3, Actor: "file" }, "the edit is found at the start");
    }

    [Fact]
    public async Task Disable_IsAGeneration_ThatCanBeRolledBack()
    {
        await using var host = new TestHost();
        host.Drop(Samples.Echo());
        await host.StartAsync();

        var ann = Ann with { Roles = [WellKnownRoles.Operator] };
        (await host.Host.Panels.ActAsync("plugin", ActRequest.Of("disable", ("id", "echo")), ann, cancellationToken: Token)).Message.ShouldBe("echo 1.0.0: Disabled, It is switched off; `plugin enable echo` switches it on.");

        host.Host.Generations.Current.ShouldSatisfyAllConditions(
            generation => generation.Summary.ShouldBe("Disabled echo"), generation => (generation.Actor, generation.Surface).ShouldBe(("ann", "test")), generation => generation.State.ShouldBe(GenerationState.Good));
        (await File.ReadAllTextAsync(ConfigurationOf(host), Token)).ShouldContain("echo");
        await host.Host.Generations.RollbackAsync(null, Ann, Token);
        host.Status("echo").State.ShouldBe(PluginState.Active);
    }

    [Fact]
    public async Task Edits_AreGenerationsOfWhichTheLatestAreKept()
    {
        await using var host = new TestHost();
        host.Drop(Samples.Echo());
        await host.StartAsync();

        for (var turn = 0; turn < 7; turn++)
        {
            await host.Host.Plugins.DisableAsync("echo", new("test", "test"), Token);
            await host.Host.Plugins.EnableAsync("echo", new("test", "test"), Token);
        }

        host.Host.Generations.List().Select(generation => generation.Number).ShouldBe(Enumerable.Range(5, 10).Reverse());
        Directory.GetDirectories(Path.Combine(host.RunDirectory, "generations")).Length.ShouldBe(10);
    }

    [Fact]
    public async Task Rollback_WhereTheConfigurationComesFromNoFile_IsOfThePluginsAlone()
    {
        await using var host = new TestHost();
        await host.StartAsync(change: settings => settings with { Sources = null });
        await ApplyAsync(host, Samples.Quiet("one"));
        host.Status("one").State.ShouldBe(PluginState.Active);

        (await host.Host.Generations.RollbackAsync(null, Ann, Token)).IsTaken.ShouldBeTrue();

        await host.EventuallyAsync(() => host.Host.Plugins.Find("one") is null, "it is gone");
    }

    [Fact]
    public async Task Rollback_WhileSomebodyBreaksTheConfigurationFile_IsCarriedOut_AndTheirTextStays()
    {
        await using var host = new TestHost();
        host.Drop(Samples.Echo());
        await host.StartAsync(change: settings => settings with { ConfigurationTaken = _ => File.WriteAllText(ConfigurationOf(host), "{ \"disabled\": ") });

        var outcome = await host.Host.Generations.ApplyAsync(new("Set a key", Ann) { Configuration = """{ "plugins": { "echo": { "wrong": 1 } } }"""u8.ToArray() }, Token);

        outcome.IsTaken.ShouldBeFalse();
        (await File.ReadAllTextAsync(ConfigurationOf(host), Token)).ShouldBe("{ \"disabled\": ");
        host.Status("echo").State.ShouldBe(PluginState.Active);
        host.Host.Generations.Current.Number.ShouldBe(0);
    }

    [Fact]
    public async Task Trial_LastsAsLongAsIsConfiguredByThen()
    {
        await using var host = new TestHost();
        await host.StartAsync(change: settings => settings with { Sources = settings.Sources! with { Settings = [] }, Configuration = HostConfiguration.Load(settings.Sources with { Settings = ["startTimeout=1s"] }) });
        await File.WriteAllTextAsync(ConfigurationOf(host), "{ \"startTimeout\": \"20s\" }", Token);
        await host.EventuallyAsync(() => host.Host.Generations.Current.Number == 1, "the edit is recorded");

        (await ApplyAsync(host, Samples.Start("slow", "await Task.Delay(7000);"))).IsTaken.ShouldBeTrue();
    }

    [Fact]
    public async Task Apply_OfAConfigurationMadeOfWhatSomebodyHasEditedSince_IsRefused()
    {
        await using var host = new TestHost();
        await host.StartAsync();
        var (before, edited) = ("{}"u8.ToArray(), "{ /* mine */ }");
        await File.WriteAllTextAsync(ConfigurationOf(host), edited, Token);

        var draft = new GenerationDraft("Set a key", Ann) { Configuration = "{ \"disabled\": [] }"u8.ToArray(), ConfigurationBefore = before };
        (await Should.ThrowAsync<PanelException>(() => host.Host.Generations.ApplyAsync(draft, Token))).Error.ShouldBe(PanelError.Busy);

        (await File.ReadAllTextAsync(ConfigurationOf(host), Token)).ShouldBe(edited);
        (await host.Host.Generations.ApplyAsync(draft with { ConfigurationBefore = await File.ReadAllBytesAsync(ConfigurationOf(host), Token) }, Token)).IsTaken.ShouldBeTrue();
    }

    [Fact]
    public async Task Apply_OfWhatIsNotLaidOutAsLocked_ChangesNothing()
    {
        await using var host = new TestHost();
        await host.StartAsync();
        var draft = Draft(host, Samples.Echo());
        await File.AppendAllTextAsync(Path.Combine(draft.StagedPlugins!, "echo", "echo.dll"), "x", Token);

        (await Should.ThrowAsync<IOException>(() => host.Host.Generations.ApplyAsync(draft, Token))).Message.ShouldContain("echo.dll has been changed");

        host.Host.Generations.Current.Number.ShouldBe(0);
        Directory.Exists(draft.StagedPlugins).ShouldBeFalse();
    }

    private static Task<GenerationOutcome> ApplyAsync(TestHost host, PluginSource source, params string[] otherFiles) =>
        host.Host.Generations.ApplyAsync(Draft(host, source, otherFiles), Token);

    private static GenerationDraft Draft(TestHost host, PluginSource source, params string[] otherFiles)
    {
        var staged = host.Host.Generations.CreateStagingDirectory();
        var folder = Path.Combine(staged, source.AssemblyName);
        source.CompileTo(folder);
        foreach (var file in otherFiles) File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        var list = ContentList.Write(Directory.GetFiles(folder).Select(File.ReadAllBytes).Zip(
            Directory.GetFiles(folder), (content, path) => (Path.GetFileName(path), (long)content.Length, SHA256.HashData(content))));
        File.WriteAllBytes(Path.Combine(folder, FolderContent.FileName), list);
        var plugin = new LockedPlugin(source.Version, ImmutableSortedDictionary<string, LockedPackage>.Empty)
        {
            Package = source.AssemblyName, Sha512 = Convert.ToBase64String(new byte[64]),
            Content = ImmutableSortedDictionary<string, string>.Empty.Add(Platform.RuntimeIdentifier, ContentList.HashOf(list)),
        };
        var installed = host.Host.Generations.Current.Lock;
        return new($"{source.AssemblyName} {source.Version}", Ann) { Lock = installed with { Plugins = installed.Plugins.SetItem(source.AssemblyName, plugin) }, StagedPlugins = staged };
    }

    /// <summary>Ends the host as if the process had ended while that plugin was starting.</summary>
    private static async Task EndWhileStartingAsync(TestHost host, string id)
    {
        var hash = host.Status(id).ContentHash;
        await host.Host.DisposeAsync();
        using var journal = new StartJournal(Path.Combine(host.RunDirectory, "starting.journal"), NullLogger.Instance);
        journal.Begin(id, hash);
    }

    private static PluginHostSettings Offline(PluginHostSettings settings) => settings with { Watch = false, NoListen = true, Only = [] };

    private static string ConfigurationOf(TestHost host) => Path.Combine(host.RunDirectory, "pluginhost.json");
}
