using PluginFramework.Plugins;
using PluginFramework.TestUtilities;

namespace PluginFramework.Host.Tests;

/// <summary>Plugins that take their time to start hold nobody up, and are taken or dropped in the end.</summary>
public sealed class StartingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task HangingStart_HoldsNobodyUp_AndFailsInTheEnd()
    {
        await using var host = new TestHost("startTimeout=10s");
        host.Drop(Samples.Start("hanging", "await Task.Delay(-1);"));
        host.Drop(Samples.Echo());

        await host.StartAsync(settle: false);
        await host.UntilAsync("echo", PluginState.Active);

        host.Status("hanging").State.ShouldBe(PluginState.Starting, host.Dump());
        (await TestHost.AskAsync(host.Address("echo"), Token)).ShouldBe("1.0.0");
        (await host.Host.Plugins.ReloadAsync("echo", Token)).State.ShouldBe(PluginState.Active);
        host.Status("hanging").State.ShouldBe(PluginState.Starting, "the reload did not wait for it");
        await host.UntilAsync("hanging", PluginState.Failed);
        host.Status("hanging").Reason!.ShouldContain("did not finish starting within 10 s");
    }

    [Fact]
    public async Task SlowStart_IsTakenWhenItEnds_AndWhatWaitedForItStarts()
    {
        await using var host = new TestHost();
        var contracts = Samples.GreetingContracts().CompileTo(host.Scratch);
        host.Drop(SlowGreeter(host, contracts), contracts);
        host.Drop(Samples.Caller(contracts), contracts);

        await host.StartAsync(settle: false);

        host.Status("greeter").State.ShouldBe(PluginState.Starting);
        host.Status("caller").State.ShouldBe(PluginState.Waiting);
        host.Status("caller").Reason!.ShouldContain("waits for 'greeter', which is still starting");
        Go(host);
        await host.UntilAsync("caller", PluginState.Active);
        host.Status("greeter").State.ShouldBe(PluginState.Active);
        (await TestHost.AskAsync(host.Address("greet"), Token)).ShouldBe("Hello, you");
    }

    [Fact]
    public async Task SlowRebuild_LeavesTheOldInstanceServing_UntilItIsThere()
    {
        await using var host = new TestHost();
        var contracts = Samples.GreetingContracts().CompileTo(host.Scratch);
        host.Drop(Samples.Greeter(contracts, "Welcome"), contracts);
        host.Drop(Samples.Caller(contracts), contracts);
        await host.StartAsync();

        host.Drop(SlowGreeter(host, contracts, "2.0.0"), contracts);
        await host.EventuallyAsync(() => host.Status("greeter").Reason is not null, "that a change is starting is told");

        host.Status("greeter").State.ShouldBe(PluginState.Active);
        host.Status("greeter").Version.ShouldBe("1.0.0");
        host.Status("greeter").Reason!.ShouldContain("still starting");
        (await TestHost.AskAsync(host.Address("greet"), Token)).ShouldBe("Welcome, you");
        Go(host);
        await host.EventuallyAsync(() => host.Status("greeter") is { Version: "2.0.0", Reason: null }, "the new version runs");
        (await TestHost.AskAsync(host.Address("greet"), Token)).ShouldBe("Hello, you");
        host.Log.Lines.Count(line => line.Contains("caller 1.0.0 is active")).ShouldBe(2, host.Log.ToString());
    }

    [Fact]
    public async Task SlowDependant_OfAChangedProvider_KeepsBothAsTheyWere_UntilItIsThere()
    {
        await using var host = new TestHost();
        var contracts = Samples.GreetingContracts().CompileTo(host.Scratch);
        host.Drop(Samples.Greeter(contracts), contracts);
        host.Drop(
            PluginSource.Plugin("caller", $$"""
                [Protocol("greet", "tcp://127.0.0.1:0"), Shared]
                [Export(typeof(IHostedService))]
                [method: ImportingConstructor]
                public sealed class Caller(Greeting.IGreeter greeter) : ConnectionHandler, IHostedService
                {
                    public async Task StartAsync(CancellationToken token)
                    {
                        while (greeter.Greet("") != "Hello, " && !System.IO.File.Exists("{{Flag(host)}}")) await Task.Delay(10, token);
                    }
                    public Task StopAsync(CancellationToken token) => Task.CompletedTask;
                    public override async Task OnConnectedAsync(ConnectionContext connection) =>
                        await connection.Transport.Output.WriteAsync(System.Text.Encoding.UTF8.GetBytes(greeter.Greet("you")));
                }
                """) with { References = [contracts] },
            contracts);
        await host.StartAsync();

        host.Drop(Samples.Greeter(contracts, "Welcome", "2.0.0"), contracts);
        await host.EventuallyAsync(
            () => host.Status("greeter").Reason?.Contains("waits for 'caller', which is still starting") ?? false, "that a change waits is told");

        (await TestHost.AskAsync(host.Address("greet"), Token)).ShouldBe("Hello, you");
        Go(host);
        await host.EventuallyAsync(() => host.Status("greeter") is { Version: "2.0.0", Reason: null }, "the new version runs");
        (await TestHost.AskAsync(host.Address("greet"), Token)).ShouldBe("Welcome, you");
        host.Log.Lines.Count(line => line.Contains("greeter 2.0.0 is active")).ShouldBe(1, host.Log.ToString());
    }

    [Fact]
    public async Task HangingChange_IsReplacedByTheNextOne_AndUndone()
    {
        await using var host = new TestHost("startTimeout=60s");
        host.Drop(Samples.Quiet("service"));
        await host.StartAsync();
        host.Drop(Samples.Start("service", $"while (!System.IO.File.Exists(\"{Flag(host)}\")) await Task.Delay(10);") with { Version = "2.0.0" });
        await host.EventuallyAsync(() => host.Status("service").Reason is not null, "that a change is starting is told");

        host.Drop(Samples.Quiet("service", "3.0.0"));

        await host.EventuallyAsync(() => host.Status("service") is { Version: "3.0.0", Reason: null }, "the third version runs");
        Go(host);
        await host.EventuallyAsync(() => host.Log.Lines.Any(line => line.Contains("service 2.0.0 is unloaded")), "the second version is undone");
        host.Status("service").Version.ShouldBe("3.0.0");
    }

    [Fact]
    public async Task SlowStart_WhoseFilesGo_IsUndone()
    {
        await using var host = new TestHost("startTimeout=60s");
        var path = host.Drop(Samples.Start("service", $"while (!System.IO.File.Exists(\"{Flag(host)}\")) await Task.Delay(10);"));
        await host.StartAsync(settle: false);

        Directory.Delete(path, recursive: true);
        await host.EventuallyAsync(() => host.Host.Plugins.Find("service") is null, "it is gone");
        Go(host);

        await host.EventuallyAsync(() => host.Log.Lines.Any(line => line.Contains("service 1.0.0 is unloaded")), "it is undone");
        host.Log.Lines.ShouldNotContain(line => line.Contains("service 1.0.0 is active"));
    }

    [Fact]
    public async Task Reload_OfASlowPlugin_ReturnsWhenItIsThere()
    {
        await using var host = new TestHost();
        host.Drop(Samples.Start("slow", "await Task.Delay(900);"));
        await host.StartAsync();
        await host.UntilAsync("slow", PluginState.Active);

        var status = await host.Host.Plugins.ReloadAsync("slow", Token);

        status.ShouldSatisfyAllConditions(it => it.State.ShouldBe(PluginState.Active), it => it.Reason.ShouldBeNull());
        host.Log.Lines.Count(line => line.Contains("slow 1.0.0 is active")).ShouldBe(2, host.Log.ToString());
    }

    [Fact]
    public async Task SlowRival_OfHigherRank_TakesTheProtocolOverOnlyOnceItIsThere()
    {
        await using var host = new TestHost();
        host.Drop(Samples.Echo());
        await host.StartAsync();
        host.Drop(PluginSource.Plugin("rival", $$"""
            [Protocol("echo", "tcp://127.0.0.1:0"), Rank(5), Shared, Export(typeof(IHostedService))]
            public sealed class Rival : ConnectionHandler, IHostedService
            {
                public async Task StartAsync(CancellationToken token)
                {
                    while (!System.IO.File.Exists("{{Flag(host)}}")) await Task.Delay(10, token);
                }
                public Task StopAsync(CancellationToken token) => Task.CompletedTask;
                public override async Task OnConnectedAsync(ConnectionContext connection) =>
                    await connection.Transport.Output.WriteAsync(new byte[] { (byte)'r' });
            }
            """));
        await host.UntilAsync("rival", PluginState.Starting);

        host.Status("echo").State.ShouldBe(PluginState.Active);
        (await TestHost.AskAsync(host.Address("echo"), Token)).ShouldBe("1.0.0");
        Go(host);
        await host.UntilAsync("rival", PluginState.Active);
        (await TestHost.AskAsync(host.Address("echo"), Token)).ShouldBe("r");
        host.Status("echo").State.ShouldBe(PluginState.Incompatible);
    }

    [Fact]
    public async Task SlowChange_WhoseProviderGoesMeanwhile_IsTakenInTheEnd()
    {
        await using var host = new TestHost();
        var contracts = Samples.GreetingContracts().CompileTo(host.Scratch);
        var greeter = host.Drop(Samples.Greeter(contracts), contracts);
        host.Drop(Slow("1.0.0"), contracts);
        await host.StartAsync();
        await host.UntilAsync("slow", PluginState.Active);

        host.Drop(Slow("2.0.0"), contracts);
        await host.EventuallyAsync(() => host.Status("slow").Reason?.Contains("still starting") ?? false, "that a change is starting is told");
        Directory.Delete(greeter, recursive: true);

        await host.EventuallyAsync(() => host.Status("slow") is { Version: "2.0.0", State: PluginState.Active, Reason: null }, "the new version runs");
        await host.EventuallyAsync(() => host.Host.Plugins.Find("greeter") is null, "the provider is gone");
        host.Log.Lines.Count(line => line.Contains("Rebuild slow")).ShouldBeLessThan(5, host.Log.ToString());

        PluginSource Slow(string version) => PluginSource.Plugin("slow", """
            [Export(typeof(IHostedService)), Shared]
            public sealed class Slow : IHostedService
            {
                [ImportingConstructor]
                public Slow([Import(AllowDefault = true)] Greeting.IGreeter? greeter) { }
                public Task StartAsync(CancellationToken token) => Task.Delay(1500, token);
                public Task StopAsync(CancellationToken token) => Task.CompletedTask;
            }
            """) with { References = [contracts], Version = version };
    }

    [Theory]
    [InlineData("throw new InvalidOperationException(\"no\");")]
    [InlineData("Thread.Sleep(Timeout.Infinite);")]
    public async Task HangingStart_WhoseStoppingCallbackMisbehaves_FailsAloneToo(string callback)
    {
        await using var host = new TestHost("startTimeout=1s");
        host.Drop(Samples.Echo());
        host.Drop(PluginSource.Plugin("hanging", $$"""
            [Export(typeof(IHostedService)), Shared]
            [method: ImportingConstructor]
            public sealed class Hanging(IPluginContext context) : IHostedService
            {
                public async Task StartAsync(CancellationToken token)
                {
                    context.Stopping.Register(() => { {{callback}} });
                    await Task.Delay(-1);
                }
                public Task StopAsync(CancellationToken token) => Task.CompletedTask;
            }
            """));
        await host.StartAsync(settle: false);

        await host.UntilAsync("hanging", PluginState.Failed);

        (await host.Host.Plugins.ReloadAsync("echo", Token)).State.ShouldBe(PluginState.Active);
        await host.Host.StopAsync(Token).WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System, Token);
    }

    [Fact]
    public async Task ConsumerOfMany_IsBuiltWithAProviderThatIsSlow_AndKeepsItThroughASlowReload()
    {
        await using var host = new TestHost();
        var contracts = Samples.GreetingContracts().CompileTo(host.Scratch);
        host.Drop(
            PluginSource.Plugin("greeter", """
                [Export(typeof(Greeting.IGreeter)), Export(typeof(IHostedService)), Shared]
                public sealed class Greeter : Greeting.IGreeter, IHostedService
                {
                    public string Greet(string name) => "Hello, " + name;
                    public Task StartAsync(CancellationToken token) => Task.Delay(3000, token);
                    public Task StopAsync(CancellationToken token) => Task.CompletedTask;
                }
                """) with { References = [contracts] },
            contracts);
        host.Drop(
            Samples.Caller(
                contracts, "[ImportMany] IEnumerable<Greeting.IGreeter> greeters", "string.Join(',', greeters.Select(greeter => greeter.Greet(\"you\")))"),
            contracts);
        await host.StartAsync(settle: false);
        host.Status("caller").State.ShouldBe(PluginState.Waiting, host.Dump());
        await host.UntilAsync("caller", PluginState.Active);
        (await TestHost.AskAsync(host.Address("greet"), Token)).ShouldBe("Hello, you");

        await host.Host.Plugins.ReloadAsync("greeter", Token);

        (await TestHost.AskAsync(host.Address("greet"), Token)).ShouldBe("Hello, you");
        host.Log.Lines.Count(line => line.Contains("caller 1.0.0 is active")).ShouldBe(2, host.Log.ToString());
    }

    [Fact]
    public async Task Stop_WhileAPluginHangs_DoesNotWaitForIt()
    {
        await using var host = new TestHost("startTimeout=600s");
        host.Drop(Samples.Start("hanging", "await Task.Delay(-1);"));
        await host.StartAsync(settle: false);

        await host.Host.StopAsync(Token).WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System, Token);
    }

    private static string Flag(TestHost host) => Path.Combine(host.RunDirectory, "go");

    private static void Go(TestHost host) => File.WriteAllText(Flag(host), "");

    /// <summary>A greeter whose start ends when <see cref="Go"/> is called.</summary>
    private static PluginSource SlowGreeter(TestHost host, string contracts, string version = "1.0.0") => PluginSource.Plugin("greeter", $$"""
        [Export(typeof(Greeting.IGreeter)), Export(typeof(IHostedService)), Shared]
        public sealed class Greeter : Greeting.IGreeter, IHostedService
        {
            public string Greet(string name) => "Hello, " + name;
            public async Task StartAsync(CancellationToken token)
            {
                while (!System.IO.File.Exists("{{Flag(host)}}")) await Task.Delay(10, token);
            }
            public Task StopAsync(CancellationToken token) => Task.CompletedTask;
        }
        """) with { References = [contracts], Version = version };
}
