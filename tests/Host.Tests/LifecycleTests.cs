using PluginFramework.Plugins;
using PluginFramework.TestUtilities;

namespace PluginFramework.Host.Tests;

/// <summary>What starts, changes and stops with what, and what failures leave standing.</summary>
public sealed class LifecycleTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ChangedProvider_WhoseDependantFailsWithIt_KeepsBoth()
    {
        await using var host = new TestHost();
        var contracts = Samples.GreetingContracts().CompileTo(host.Scratch);
        host.Drop(Samples.Greeter(contracts), contracts);
        host.Drop(
            PluginSource.Plugin("picky", """
                [Export(typeof(IHostedService)), Shared]
                public sealed class Picky : IHostedService
                {
                    [ImportingConstructor]
                    public Picky(Greeting.IGreeter greeter)
                    {
                        if (greeter.Greet("") != "Hello, ") throw new InvalidOperationException("only Hello will do");
                    }
                    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
                    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
                }
                """) with { References = [contracts] },
            contracts);
        await host.StartAsync();

        host.Drop(Samples.Greeter(contracts, "Welcome", "2.0.0"), contracts);
        await host.EventuallyAsync(() => host.Status("greeter").Reason?.Contains("failed with it") ?? false, "the failure is told");

        host.Status("greeter").Version.ShouldBe("1.0.0");
        host.Status("greeter").Reason!.ShouldContain("'picky', which goes with it, failed with it");
        host.Status("greeter").Reason!.ShouldContain("only Hello will do");
        host.Status("picky").State.ShouldBe(PluginState.Active);
    }

    [Fact]
    public async Task Reload_OfAPluginThatNowFails_KeepsTheOldInstance()
    {
        await using var host = new TestHost();
        var flag = Path.Combine(host.RunDirectory, "fail");
        host.Drop(Samples.Constructor("moody", $"if (System.IO.File.Exists(\"{flag}\")) throw new InvalidOperationException(\"not in the mood\");"));
        await host.StartAsync();
        await File.WriteAllTextAsync(flag, "", Token);

        var status = await host.Host.Plugins.ReloadAsync("moody", Token);

        status.State.ShouldBe(PluginState.Active);
        status.Reason!.ShouldContain("not in the mood");
        File.Delete(flag);
        (await host.Host.Plugins.ReloadAsync("moody", Token)).Reason.ShouldBeNull();
    }

    [Fact]
    public async Task Overwrite_WithWhatIsNoPlugin_KeepsWhatRan_AndSaysWhy()
    {
        await using var host = new TestHost();
        host.Drop(Samples.Echo());
        await host.StartAsync();

        await File.WriteAllTextAsync(Path.Combine(host.Plugins, "echo", "echo.dll"), "no assembly", Token);
        await host.EventuallyAsync(() => host.Status("echo").Reason is not null, "the failure is told");

        host.Status("echo").State.ShouldBe(PluginState.Active);
        (await TestHost.AskAsync(host.Address("echo"), Token)).ShouldBe("1.0.0");
        host.Drop(Samples.Echo("1.0.1"));
        await host.EventuallyAsync(() => host.Status("echo") is { Version: "1.0.1", Reason: null }, "the next version runs");
    }

    [Fact]
    public async Task FailedPlugin_IsTriedAgain_WhenWhatItImportsChanges()
    {
        await using var host = new TestHost();
        var contracts = Samples.GreetingContracts().CompileTo(host.Scratch);
        host.Drop(Samples.Greeter(contracts, "Go away"), contracts);
        host.Drop(
            PluginSource.Plugin("picky", """
                [Export(typeof(IHostedService)), Shared]
                [method: ImportingConstructor]
                public sealed class Picky(Greeting.IGreeter greeter) : IHostedService
                {
                    public Task StartAsync(CancellationToken cancellationToken) =>
                        greeter.Greet("").StartsWith("Hello") ? Task.CompletedTask : throw new InvalidOperationException("how rude");
                    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
                }
                """) with { References = [contracts] },
            contracts);
        await host.StartAsync();
        host.Status("picky").State.ShouldBe(PluginState.Failed);

        host.Drop(Samples.Greeter(contracts, "Hello", "2.0.0"), contracts);

        await host.UntilAsync("picky", PluginState.Active);
    }

    [Fact]
    public async Task Options_AreBoundAndValidated_AndAChangeOfThemRebuildsThePlugin()
    {
        await using var host = new TestHost();
        var file = Path.Combine(host.RunDirectory, "pluginhost.json");
        await File.WriteAllTextAsync(file, """{ "plugins": { "sayer": { "word": "one" } } } // kept""", Token);
        host.Drop(PluginSource.Plugin("sayer", "") with
        {
            Code = """
            [assembly: Plugin("sayer", Options = typeof(SayerOptions))]
            public sealed class SayerOptions : IPluginOptions
            {
                public string Word { get; set; } = "nothing";
                public IEnumerable<string> Validate() => Word.Length > 5 ? new[] { "Word is longer than 5 characters." } : Array.Empty<string>();
            }
            [Protocol("say", "tcp://127.0.0.1:0"), Shared]
            [method: ImportingConstructor]
            public sealed class Sayer(IPluginContext context) : ConnectionHandler
            {
                public override async Task OnConnectedAsync(ConnectionContext connection) =>
                    await connection.Transport.Output.WriteAsync(System.Text.Encoding.UTF8.GetBytes(context.GetOptions<SayerOptions>().Word));
            }
            """,
        });
        await host.StartAsync();
        (await TestHost.AskAsync(host.Address("say"), Token)).ShouldBe("one");

        await File.WriteAllTextAsync(file, """{ "plugins": { "sayer": { "word": "two" } } }""", Token);
        await host.EventuallyAsync(() => TestHost.AskAsync(host.Address("say"), Token).GetAwaiter().GetResult() == "two", "the new word is said");

        await File.WriteAllTextAsync(file, "{ \"plugins\": { \"sayer\": {\n  \"wort\": \"three\" } } }", Token);
        await host.EventuallyAsync(() => host.Status("sayer").Reason?.Contains("pluginhost.json:2:3") ?? false, "the mistake is told");
        (await TestHost.AskAsync(host.Address("say"), Token)).ShouldBe("two");

        await File.WriteAllTextAsync(file, """{ "plugins": { "sayer": { "word": "too long" } } }""", Token);
        await host.EventuallyAsync(() => host.Status("sayer").Reason?.Contains("longer than 5") ?? false, "the bad value is told");
        (await TestHost.AskAsync(host.Address("say"), Token)).ShouldBe("two");
    }

    [Fact]
    public async Task Stop_DisposesConsumersBeforeProviders_AsyncToo_WhateverOneOfThemThrows()
    {
        await using var host = new TestHost();
        var contracts = Samples.GreetingContracts().CompileTo(host.Scratch);
        var trace = Path.Combine(host.RunDirectory, "trace");
        host.Drop(
            PluginSource.Plugin("greeter", $$"""
                [Export(typeof(Greeting.IGreeter)), Shared]
                public sealed class Greeter : Greeting.IGreeter, IAsyncDisposable
                {
                    public string Greet(string name) => name;
                    public async ValueTask DisposeAsync() { await Task.Yield(); System.IO.File.AppendAllText("{{trace}}", "greeter;"); }
                }
                """) with { References = [contracts] },
            contracts);
        host.Drop(
            PluginSource.Plugin("user", $$"""
                [Export(typeof(IHostedService)), Shared]
                [method: ImportingConstructor]
                public sealed class User(Greeting.IGreeter greeter, Helper helper) : IHostedService, IDisposable
                {
                    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
                    public Task StopAsync(CancellationToken cancellationToken)
                    {
                        System.IO.File.AppendAllText("{{trace}}", "stop;");
                        throw new InvalidOperationException("cannot stop");
                    }
                    public void Dispose() { System.IO.File.AppendAllText("{{trace}}", greeter.Greet("user;")); throw new InvalidOperationException("cannot end"); }
                    public Helper Helper => helper;
                }
                [Export, Shared]
                public sealed class Helper : IAsyncDisposable
                {
                    public ValueTask DisposeAsync() { System.IO.File.AppendAllText("{{trace}}", "helper;"); return default; }
                }
                """) with { References = [contracts] },
            contracts);
        await host.StartAsync();
        host.Host.Plugins.List().ShouldAllBe(plugin => plugin.State == PluginState.Active, host.Dump());

        await host.Host.StopAsync(Token);

        (await File.ReadAllTextAsync(trace, Token)).ShouldStartWith("stop;user;helper;");
        (await File.ReadAllTextAsync(trace, Token)).ShouldEndWith("greeter;");
        host.Log.Lines.ShouldContain(line => line.Contains("cannot stop"));
        host.Log.Lines.ShouldContain(line => line.Contains("cannot end"));
    }

    [Fact]
    public async Task StaticEventHandler_ThatHoldsAPlugin_IsNamed()
    {
        await using var host = new TestHost();
        host.Drop(Samples.Constructor("leaky", "AppDomain.CurrentDomain.ProcessExit += (_, _) => GC.KeepAlive(this);"));
        await host.StartAsync();

        await host.Host.Plugins.ReloadAsync("leaky", Token);
        await host.Host.WhenUnloadedAsync();

        host.Log.Lines.ShouldContain(line => line.Contains("leaky") && line.Contains("still in memory") && line.Contains("Service"), host.Log.ToString());
    }

    [Fact]
    public async Task LoosePluginFile_IsAPluginToo()
    {
        await using var host = await new TestHost().StartAsync();

        File.WriteAllBytes(Path.Combine(host.Plugins, "echo.dll"), Samples.Echo().Compile());

        await host.UntilAsync("echo", PluginState.Active);
        (await TestHost.AskAsync(host.Address("echo"), Token)).ShouldBe("1.0.0");
    }

    [Fact]
    public async Task NewVersion_ThatWaitsForAnImport_LeavesTheOldOneRunning_UntilItIsThere()
    {
        await using var host = new TestHost();
        var contracts = Samples.GreetingContracts().CompileTo(host.Scratch);
        host.Drop(Samples.Caller(contracts, "IPluginContext context", "context.Version"), contracts);
        await host.StartAsync();

        host.Drop(Samples.Caller(contracts) with { Version = "2.0.0" }, contracts);
        await host.EventuallyAsync(() => host.Status("caller").Reason is not null, "that it waits is told");

        host.Status("caller").State.ShouldBe(PluginState.Active);
        host.Status("caller").Reason!.ShouldContain("A change was found and waits. Waits for Greeting.IGreeter");
        (await TestHost.AskAsync(host.Address("greet"), Token)).ShouldBe("1.0.0");
        host.Drop(Samples.Greeter(contracts), contracts);
        await host.EventuallyAsync(() => host.Status("caller") is { Version: "2.0.0", Reason: null }, "the new version runs");
        (await TestHost.AskAsync(host.Address("greet"), Token)).ShouldBe("Hello, you");
    }

    [Fact]
    public async Task PluginThatKeepsItsOptions_KeepsThemWhenItIsRebuiltForAProvider()
    {
        await using var host = new TestHost();
        var file = Path.Combine(host.RunDirectory, "pluginhost.json");
        await File.WriteAllTextAsync(file, """{ "plugins": { "sayer": { "word": "one" } } }""", Token);
        var contracts = Samples.GreetingContracts().CompileTo(host.Scratch);
        host.Drop(Samples.Greeter(contracts), contracts);
        host.Drop(
            new PluginSource("sayer", """
                [assembly: Plugin("sayer", Options = typeof(SayerOptions))]
                public sealed class SayerOptions : IPluginOptions
                {
                    public string Word { get; set; } = "";
                    public IEnumerable<string> Validate() => Word.Length > 5 ? new[] { "Word is longer than 5 characters." } : Array.Empty<string>();
                }
                [Protocol("say", "tcp://127.0.0.1:0"), Shared]
                [method: ImportingConstructor]
                public sealed class Sayer(IPluginContext context, Greeting.IGreeter greeter) : ConnectionHandler
                {
                    public override async Task OnConnectedAsync(ConnectionContext connection) => await connection.Transport.Output.WriteAsync(
                        System.Text.Encoding.UTF8.GetBytes(greeter.Greet(context.GetOptions<SayerOptions>().Word)));
                }
                """) { References = [contracts] },
            contracts);
        await host.StartAsync();
        await File.WriteAllTextAsync(file, """{ "plugins": { "sayer": { "word": "much too long" } } }""", Token);
        await host.EventuallyAsync(() => host.Status("sayer").Reason?.Contains("longer than 5") ?? false, "the bad value is told");

        host.Drop(Samples.Greeter(contracts, "Welcome", "2.0.0"), contracts);
        await host.EventuallyAsync(() => host.Status("greeter").Version == "2.0.0", "the new greeter runs");

        (await TestHost.AskAsync(host.Address("say"), Token)).ShouldBe("Welcome, one");
    }

    [Fact]
    public async Task FailingConstructor_LeavesNothingBehindOfItsSiblings()
    {
        await using var host = new TestHost();
        var trace = Path.Combine(host.RunDirectory, "trace");
        host.Drop(PluginSource.Plugin("half", $$"""
            [Export, Shared]
            public sealed class First : IAsyncDisposable
            {
                public async ValueTask DisposeAsync() { await Task.Yield(); System.IO.File.AppendAllText("{{trace}}", "disposed"); }
            }
            [Export(typeof(IHostedService)), Shared]
            public sealed class Second : BackgroundService
            {
                [ImportingConstructor]
                public Second(First first) => throw new InvalidOperationException("no second half");
                protected override Task ExecuteAsync(CancellationToken token) => Task.CompletedTask;
            }
            """));
        await host.StartAsync();

        host.Status("half").Reason!.ShouldContain("no second half");
        await host.EventuallyAsync(() => File.Exists(trace) && File.ReadAllText(trace) == "disposed", "the first half is disposed of");
        await host.EventuallyAsync(() => host.Log.Lines.Any(line => line.Contains("half 1.0.0 is unloaded")), "it is unloaded");
    }

    [Fact]
    public async Task SubscriberThatHangs_HoldsUpNoChange()
    {
        await using var host = new TestHost();
        var contracts = Samples.GreetingContracts().CompileTo(host.Scratch);
        host.Drop(
            PluginSource.Plugin("listener", """
                [Export(typeof(IHostedService)), Shared]
                public sealed class Listener : IHostedService
                {
                    [ImportingConstructor]
                    public Listener(ILiveExports<Greeting.IGreeter> greeters) => greeters.Subscribe(_ => Thread.Sleep(Timeout.Infinite));
                    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
                    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
                }
                """) with { References = [contracts] },
            contracts);
        await host.StartAsync();

        host.Drop(Samples.Greeter(contracts), contracts);
        await host.UntilAsync("greeter", PluginState.Active);

        host.Log.Lines.ShouldContain(line => line.Contains("Greeting.IGreeter did not return within 00:00:05"));
        (await host.Host.Plugins.ReloadAsync("greeter", Token)).State.ShouldBe(PluginState.Active);
    }

    [Fact]
    public async Task FailingRival_OfHigherRank_LeavesTheRunningOneServing()
    {
        await using var host = new TestHost();
        host.Drop(Samples.Echo());
        await host.StartAsync();

        host.Drop(PluginSource.Plugin("rival", """
            [Protocol("echo", "tcp://127.0.0.1:0"), Rank(5), Shared]
            public sealed class Rival : ConnectionHandler
            {
                public Rival() => throw new InvalidOperationException("not today");
                public override Task OnConnectedAsync(ConnectionContext connection) => Task.CompletedTask;
            }
            """));
        await host.UntilAsync("rival", PluginState.Failed);

        host.Status("echo").State.ShouldBe(PluginState.Active);
        (await TestHost.AskAsync(host.Address("echo"), Token)).ShouldBe("1.0.0");
        host.Log.Lines.Count(line => line.Contains("echo 1.0.0 is active")).ShouldBe(1, "it was never stopped");
    }

    [Fact]
    public async Task HigherRankedNewcomer_ThatItsConsumerCannotTake_FailsAlone()
    {
        await using var host = new TestHost();
        var contracts = Samples.GreetingContracts().CompileTo(host.Scratch);
        host.Drop(Samples.Greeter(contracts), contracts);
        host.Drop(
            PluginSource.Plugin("caller", """
                [Protocol("greet", "tcp://127.0.0.1:0"), Shared]
                public sealed class Caller : ConnectionHandler
                {
                    private readonly Greeting.IGreeter _greeter;
                    [ImportingConstructor]
                    public Caller(Greeting.IGreeter greeter) =>
                        _greeter = greeter.Greet("") == "Hello, " ? greeter : throw new InvalidOperationException("only Hello will do");
                    public override async Task OnConnectedAsync(ConnectionContext connection) =>
                        await connection.Transport.Output.WriteAsync(System.Text.Encoding.UTF8.GetBytes(_greeter.Greet("you")));
                }
                """) with { References = [contracts] },
            contracts);
        await host.StartAsync();

        host.Drop(
            PluginSource.Plugin("better", """
                [Export(typeof(Greeting.IGreeter)), Rank(5), Shared]
                public sealed class Better : Greeting.IGreeter { public string Greet(string name) => "Howdy, " + name; }
                """) with { References = [contracts] },
            contracts);
        await host.UntilAsync("better", PluginState.Failed);

        host.Status("better").Reason!.ShouldContain("'caller', which goes with it, failed with it");
        host.Status("caller").State.ShouldBe(PluginState.Active);
        (await TestHost.AskAsync(host.Address("greet"), Token)).ShouldBe("Hello, you");
        host.Log.Lines.Count(line => line.Contains("caller 1.0.0 is active")).ShouldBe(1, "it was never stopped");
    }

    [Fact]
    public async Task PluginThatRunsUnderAGivenUpChange_AndThenCannotBeRebuilt_FailsInsteadOfBeingTriedForEver()
    {
        await using var host = new TestHost();
        var contracts = Samples.GreetingContracts().CompileTo(host.Scratch);
        var greeter = host.Drop(Samples.Greeter(contracts), contracts);
        var flag = Path.Combine(host.RunDirectory, "fail");
        host.Drop(Exclusive("1.0.0"), contracts);
        await host.StartAsync();
        await File.WriteAllTextAsync(flag, "", Token);
        host.Drop(Exclusive("2.0.0"), contracts);
        await host.EventuallyAsync(() => host.Status("exclusive").Reason?.Contains("taken already") ?? false, "the failure is told");

        Directory.Delete(greeter, recursive: true);
        await host.UntilAsync("exclusive", PluginState.Failed);

        File.Delete(flag);
        (await host.Host.Plugins.ReloadAsync("exclusive", Token)).ShouldSatisfyAllConditions(
            it => it.State.ShouldBe(PluginState.Active), it => it.Version.ShouldBe("2.0.0"));

        PluginSource Exclusive(string version) => PluginSource.Plugin("exclusive", $$"""
            [Export(typeof(IHostedService)), Shared]
            public sealed class Exclusive : IHostedService
            {
                [ImportingConstructor]
                public Exclusive([Import(AllowDefault = true)] Greeting.IGreeter? greeter)
                {
                    if (System.IO.File.Exists("{{flag}}")) throw new InvalidOperationException("the port is taken already");
                }
                public Task StartAsync(CancellationToken token) => Task.CompletedTask;
                public Task StopAsync(CancellationToken token) => Task.CompletedTask;
            }
            """) with { References = [contracts], Version = version };
    }

    [Fact]
    public async Task NewcomerAndItsConsumer_WhenTheConsumersRebuildFails_LeaveTheConsumerOnWhatItHad()
    {
        // The consumer of many is rebuilt for its own sake with a newcomer beside it, and fails: nothing of the attempt may stay in it.
        await using var host = new TestHost();
        var contracts = Samples.GreetingContracts().CompileTo(host.Scratch);
        host.Drop(Samples.Greeter(contracts), contracts);
        host.Drop(Samples.Caller(contracts, "[ImportMany] IEnumerable<Greeting.IGreeter> greeters", Many), contracts);
        await host.StartAsync();
        var failing = Samples.Caller(contracts, "[ImportMany] IEnumerable<Greeting.IGreeter> greeters", Many) with { Version = "2.0.0" };
        failing = failing with { Code = failing.Code + " [Export(typeof(IHostedService)), Shared] public sealed class Bad : BackgroundService { public Bad() => throw new InvalidOperationException(\"bad\"); protected override Task ExecuteAsync(CancellationToken token) => Task.CompletedTask; }" };

        host.Drop(failing, contracts);
        await host.EventuallyAsync(() => host.Status("caller").Reason?.Contains("bad") ?? false, "the failure is told");
        await host.Host.Plugins.ReloadAsync("greeter", Token);

        (await TestHost.AskAsync(host.Address("greet"), Token)).ShouldBe("Hello, you");
        host.Status("caller").Version.ShouldBe("1.0.0");
    }

    [Fact]
    public async Task MovedPlugin_AndAnotherWhereItWas_BothGoOn()
    {
        await using var host = new TestHost();
        var echo = host.Drop(Samples.Echo());
        await host.StartAsync();
        Directory.Move(echo, Path.Combine(host.Plugins, "elsewhere"));
        await host.EventuallyAsync(() => host.Status("echo").Location.EndsWith("elsewhere", StringComparison.Ordinal), "it is found where it went");

        var place = host.Scratch;
        Samples.Quiet("quiet").CompileTo(place);
        Directory.Move(place, echo);
        await host.UntilAsync("quiet", PluginState.Active);
        host.Drop(Samples.Quiet("third"));
        await host.UntilAsync("third", PluginState.Active);

        (await TestHost.AskAsync(host.Address("echo"), Token)).ShouldBe("1.0.0");
        host.Log.Lines.ShouldNotContain(line => line.Contains("could not be carried out"), host.Log.ToString());
    }

    [Fact]
    public async Task PluginThatIsHeld_IsShownWithoutAnotherChange_EvenWhenItsFilesAreGone()
    {
        await using var host = new TestHost();
        var path = host.Drop(Samples.Constructor("leaky", "AppDomain.CurrentDomain.ProcessExit += (_, _) => GC.KeepAlive(this);"));
        await host.StartAsync();

        Directory.Delete(path, recursive: true);

        await host.EventuallyAsync(() => host.Host.Plugins.Find("leaky")?.Reason?.Contains("still in memory") ?? false, "what holds it is shown");
        host.Status("leaky").State.ShouldBe(PluginState.Stopped);
    }

    [Fact]
    public async Task Start_ASecondTime_IsRefused()
    {
        await using var host = await new TestHost().StartAsync();

        await Should.ThrowAsync<InvalidOperationException>(() => host.Host.StartAsync(Token));
    }

    [Fact]
    public async Task Stop_InTheMiddleOfAStart_LeavesNoSuspect()
    {
        await using var host = new TestHost("startTimeout=600s");
        host.Drop(Samples.Start("hanging", "await Task.Delay(-1);"));
        host.Drop(Samples.Start("hanging-too", "await Task.Delay(-1);"));
        await host.StartAsync(settle: false);

        await host.RestartAsync(settle: false);

        host.Status("hanging").State.ShouldBe(PluginState.Starting);
        host.Log.Lines.ShouldNotContain(line => line.Contains("The last process ended"));
    }

    [Fact]
    public async Task GarbageInTheStore_IsDeletedAtTheNextStart()
    {
        await using var host = new TestHost();
        var path = host.Drop(Samples.Echo());
        host.Drop(Samples.Quiet());
        await host.StartAsync();
        Directory.Delete(path, recursive: true);
        await host.EventuallyAsync(() => host.Host.Plugins.Find("echo") is null, "it is gone");
        Copies().Length.ShouldBe(2);

        await host.RestartAsync();

        await host.EventuallyAsync(() => Copies().Length == 1, "its copy is gone");
        host.Status("quiet").State.ShouldBe(PluginState.Active);

        string[] Copies() => [.. Directory.GetDirectories(Path.Combine(host.RunDirectory, "store")).Where(copy => Path.GetFileName(copy).Length == 32)];
    }

    private const string Many = "string.Join(',', greeters.Select(greeter => greeter.Greet(\"you\")))";
}
