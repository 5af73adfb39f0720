using PluginFramework.Plugins;
using PluginFramework.TestUtilities;

namespace PluginFramework.Host.Tests;

/// <summary>Plugins that extend each other over an assembly of contracts that the host knows nothing of.</summary>
public sealed class SharedContractTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task OwnContract_DroppedReloadedAndRemovedWhileRunning_IsFollowed()
    {
        await using var host = await new TestHost().StartAsync();
        var contracts = Samples.GreetingContracts().CompileTo(host.Scratch);

        host.Drop(Samples.Caller(contracts), contracts);
        await host.UntilAsync("caller", PluginState.Waiting);
        host.Status("caller").Reason!.ShouldContain("Greeting.IGreeter");

        var greeter = host.Drop(Samples.Greeter(contracts), contracts);
        await host.UntilAsync("caller", PluginState.Active);
        (await TestHost.AskAsync(host.Address("greet"), Token)).ShouldBe("Hello, you");

        host.Drop(Samples.Greeter(contracts, "Welcome", "1.1.0"), contracts);
        await host.EventuallyAsync(() => host.Status("greeter").Version == "1.1.0", "the new greeter runs");
        (await TestHost.AskAsync(host.Address("greet"), Token)).ShouldBe("Welcome, you");

        (await host.Host.Plugins.ReloadAsync("greeter", Token)).State.ShouldBe(PluginState.Active);
        (await TestHost.AskAsync(host.Address("greet"), Token)).ShouldBe("Welcome, you");

        Directory.Delete(greeter, recursive: true);
        await host.UntilAsync("caller", PluginState.Waiting);
        await host.Host.WhenUnloadedAsync();
        host.Log.Lines.ShouldNotContain(line => line.Contains("still in memory"), host.Log.ToString());
    }

    [Fact]
    public async Task LiveImport_SeesProvidersComeAndGo_WithoutARebuild()
    {
        await using var host = await new TestHost().StartAsync();
        var contracts = Samples.GreetingContracts().CompileTo(host.Scratch);
        host.Drop(
            Samples.Caller(contracts, "ILiveExports<Greeting.IGreeter> greeters", Greetings), contracts);
        await host.UntilAsync("caller", PluginState.Active);
        (await TestHost.AskAsync(host.Address("greet"), Token)).ShouldBe("");

        var greeter = host.Drop(Samples.Greeter(contracts), contracts);
        await host.UntilAsync("greeter", PluginState.Active);
        (await TestHost.AskAsync(host.Address("greet"), Token)).ShouldBe("Hello, you");

        Directory.Delete(greeter, recursive: true);
        await host.EventuallyAsync(() => host.Host.Plugins.Find("greeter") is null, "the greeter is gone");
        (await TestHost.AskAsync(host.Address("greet"), Token)).ShouldBe("");
        host.Log.Lines.Count(line => line.Contains("caller 1.0.0 is active")).ShouldBe(1, host.Log.ToString());
    }

    [Fact]
    public async Task ChangedProvider_RebuildsItsTrueDependantsOnly()
    {
        await using var host = new TestHost();
        var contracts = Samples.GreetingContracts().CompileTo(host.Scratch);
        host.Drop(Samples.Greeter(contracts), contracts);
        host.Drop(Samples.Caller(contracts), contracts);
        host.Drop(Samples.Quiet("bystander"));
        await host.StartAsync();

        host.Drop(Samples.Greeter(contracts, "Welcome", "2.0.0"), contracts);
        await host.EventuallyAsync(() => host.Status("greeter").Version == "2.0.0", "the new greeter runs");

        (await TestHost.AskAsync(host.Address("greet"), Token)).ShouldBe("Welcome, you");
        host.Log.Lines.Count(line => line.Contains("bystander 1.0.0 is active")).ShouldBe(1);
        host.Log.Lines.Count(line => line.Contains("caller 1.0.0 is active")).ShouldBe(2);
    }

    [Fact]
    public async Task ChangeThatFails_KeepsWhatRan_AndSaysWhy()
    {
        await using var host = new TestHost();
        var contracts = Samples.GreetingContracts().CompileTo(host.Scratch);
        host.Drop(Samples.Greeter(contracts), contracts);
        host.Drop(Samples.Caller(contracts), contracts);
        await host.StartAsync();

        host.Drop(
            PluginSource.Plugin("greeter", """
                [Export(typeof(Greeting.IGreeter)), Shared]
                public sealed class Greeter : Greeting.IGreeter
                {
                    public Greeter() => throw new InvalidOperationException("the new one is broken");
                    public string Greet(string name) => "never";
                }
                """) with { References = [contracts], Version = "2.0.0" },
            contracts);
        await host.EventuallyAsync(() => host.Status("greeter").Reason?.Contains("is broken") ?? false, "the failure is told");

        host.Status("greeter").State.ShouldBe(PluginState.Active);
        host.Status("greeter").Version.ShouldBe("1.0.0");
        host.Status("greeter").Reason!.ShouldContain("the new one is broken");
        (await TestHost.AskAsync(host.Address("greet"), Token)).ShouldBe("Hello, you");
    }

    [Fact]
    public async Task NewerMinor_IsTakenByAllItsUsersTogether()
    {
        await using var host = new TestHost();
        var older = Samples.GreetingContracts("1.0.0").CompileTo(host.Scratch);
        var newer = Samples.GreetingContracts("1.1.0").CompileTo(host.Scratch);
        host.Drop(Samples.Greeter(older), older);
        host.Drop(Samples.Caller(older, "ILiveExports<Greeting.IGreeter> greeters", Greetings), older);
        host.Drop(Samples.Quiet("bystander"));
        await host.StartAsync();

        host.Drop(Samples.Greeter(newer, "Welcome", "2.0.0"), newer);
        await host.EventuallyAsync(() => host.Status("greeter") is { Version: "2.0.0", Reason: null }, "the new greeter runs");

        (await TestHost.AskAsync(host.Address("greet"), Token)).ShouldBe("Welcome, you");
        host.Log.Lines.ShouldContain(line => line.Contains("Rebuild caller: All that use Greeting.Contracts take 1.1.0.0 together."));
        host.Log.Lines.Count(line => line.Contains("bystander 1.0.0 is active")).ShouldBe(1);
    }

    [Fact]
    public async Task NewcomerWithANewerMinor_ThatAUserCannotTake_FailsAlone_AndIsTriedAgainWhenTheUserChanges()
    {
        await using var host = new TestHost();
        var older = Samples.GreetingContracts("1.0.0").CompileTo(host.Scratch);
        var newer = Samples.GreetingContracts("1.1.0").CompileTo(host.Scratch);
        host.Drop(Samples.Greeter(older), older);
        host.Drop(Picky("new Version(1, 0, 0, 0)"), older);
        await host.StartAsync();

        host.Drop(Samples.Caller(newer), newer);
        await host.UntilAsync("caller", PluginState.Failed);

        host.Status("caller").Reason!.ShouldContain("'picky', which goes with it, failed with it");
        host.Status("caller").Reason!.ShouldContain("not with 1.1.0.0");
        host.Status("greeter").State.ShouldBe(PluginState.Active);
        host.Status("picky").State.ShouldBe(PluginState.Active);
        host.Drop(Picky("new Version(1, 1, 0, 0)"), older);
        await host.UntilAsync("caller", PluginState.Active);
        (await TestHost.AskAsync(host.Address("greet"), Token)).ShouldBe("Hello, you");

        PluginSource Picky(string version) => PluginSource.Plugin("picky", $$"""
            [Export(typeof(IHostedService)), Shared]
            public sealed class Picky : IHostedService
            {
                public Picky()
                {
                    var version = typeof(Greeting.IGreeter).Assembly.GetName().Version;
                    if (version! > {{version}}) throw new InvalidOperationException("not with " + version);
                }
                public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
                public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
            }
            """) with { References = [older] };
    }

    [Fact]
    public async Task AnotherBuildOfTheSameVersion_IsTakenOnceNobodyBringsTheFirst()
    {
        // An author who changes a contract and its two plugins, and leaves the version as it was.
        await using var host = new TestHost();
        var first = Samples.GreetingContracts().CompileTo(host.Scratch);
        var second = (Samples.GreetingContracts() with
        {
            Code = "[assembly: SharedContract] namespace Greeting; public interface IGreeter { string Greet(string name); string Part(string name); }",
        }).CompileTo(host.Scratch);
        host.Drop(Samples.Greeter(first), first);
        host.Drop(Samples.Caller(first), first);
        await host.StartAsync();

        host.Drop(
            PluginSource.Plugin("greeter", """
                [Export(typeof(Greeting.IGreeter)), Shared]
                public sealed class Greeter : Greeting.IGreeter
                {
                    public string Greet(string name) => "Hello, " + name;
                    public string Part(string name) => "Good-bye, " + name;
                }
                """) with { References = [second], Version = "2.0.0" },
            second);
        host.Drop(Samples.Caller(second, expression: "greeter.Part(\"you\")") with { Version = "2.0.0" }, second);
        await host.EventuallyAsync(
            () => host.Status("greeter") is { Version: "2.0.0", Reason: null } && host.Status("caller") is { Version: "2.0.0", Reason: null }, "both are new");

        (await TestHost.AskAsync(host.Address("greet"), Token)).ShouldBe("Good-bye, you");
    }

    private const string Greetings = "string.Join(',', greeters.Current.Select(g => g.Value.Greet(\"you\")))";
}
