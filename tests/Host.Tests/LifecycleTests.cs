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
}
