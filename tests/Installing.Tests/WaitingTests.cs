using Microsoft.Extensions.Logging.Abstractions;
using PluginFramework.Core.Generations;
using PluginFramework.Core.Lifecycle;
using PluginFramework.Core.Startup;
using PluginFramework.Panels;
using PluginFramework.Plugins;
using PluginFramework.TestUtilities;

namespace PluginFramework.Installing.Tests;

/// <summary>Changes after which a plugin waits: the plan says so, and it is no reason to go back.</summary>
public sealed class WaitingTests : IAsyncLifetime
{
    private readonly FakeHost _disk = new();
    private PluginHost _host = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _disk.AddUsers("1.0.0");
        _disk.AddLonely();
        await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _disk.Dispose();
    }

    [Fact]
    public async Task Add_OfWhatNobodyProvidesFor_IsForetold_AndStays()
    {
        (await ActAsync("add", "Acme.Lonely", isDryRun: true)).Message.ShouldBe("Nothing was changed. It would be: Added lonely 1.0.0. lonely would wait for IChatReply.");

        (await ActAsync("add", "Acme.Lonely")).Message.ShouldBe("Added lonely 1.0.0. Generation 1 is in force. lonely waits for IChatReply.");

        _host.Generations.Current.ShouldSatisfyAllConditions(now => now.Number.ShouldBe(1), now => now.State.ShouldBe(GenerationState.Good));
        State("lonely").ShouldBe(PluginState.Waiting);
        (await ActAsync("add", "Acme.Users")).Message.ShouldBe("Added users 1.0.0. Generation 2 is in force.");
        State("lonely").ShouldBe(PluginState.Active);
    }

    [Fact]
    public async Task Remove_OfAProvider_ForetellsWhoWaits_AndStays()
    {
        await ActAsync("add", "Acme.Users");
        await ActAsync("add", "Acme.Lonely");
        State("lonely").ShouldBe(PluginState.Active);
        var tried = await ActAsync("remove", "users", isDryRun: true);
        tried.Message.ShouldBe("Nothing was changed. It would be: Removed users 1.0.0. lonely would wait for IChatReply.");
        tried.View.Rows("Will not run").ShouldHaveSingleItem().ShouldStartWith("lonely | Waiting | ");

        (await ActAsync("remove", "users")).Message.ShouldBe("Removed users 1.0.0. Generation 3 is in force. lonely waits for IChatReply.");

        _host.Generations.Current.State.ShouldBe(GenerationState.Good);
        State("lonely").ShouldBe(PluginState.Waiting);
        (await _host.Generations.RollbackAsync(2, FakeHost.Operator, Token)).IsTaken.ShouldBeTrue();
        State("lonely").ShouldBe(PluginState.Active);
        (await _host.Generations.RollbackAsync(3, FakeHost.Operator, Token)).IsTaken.ShouldBeTrue("that it waits was foretold there");
    }

    [Fact]
    public async Task Change_WithoutADaemon_IsTakenByTheNextStart()
    {
        await ActAsync("add", "Acme.Users");
        await ActAsync("add", "Acme.Lonely");
        await _host.DisposeAsync();
        await StartAsync(isOffline: true);
        await ActAsync("remove", "users");
        _host.Generations.Current.State.ShouldBe(GenerationState.OnTrial);
        await _host.DisposeAsync();
        await StartAsync();

        while (_host.Generations.Current.State == GenerationState.OnTrial) await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Token);

        (_host.Generations.Current.Number, _host.Generations.Current.State).ShouldBe((3, GenerationState.Good));
        State("lonely").ShouldBe(PluginState.Waiting);
    }

    private PluginState? State(string id) => _host.Plugins.Find(id)?.State;

    private Task<ActResult> ActAsync(string act, string plugin, bool isDryRun = false) => _host.Panels.ActAsync(
        "plugin", ActRequest.Of(act, (act == "add" ? "package" : "plugin", plugin)) with { IsDryRun = isDryRun }, FakeHost.Operator, cancellationToken: Token);

    private async Task StartAsync(bool isOffline = false)
    {
        var settings = new PluginHostSettings(_disk.RunDirectory, [_disk.Drops], _disk.Configuration) { Sources = _disk.Sources };
        if (isOffline) settings = settings with { Watch = false, NoListen = true, Only = [] };
        _host = new PluginHost(settings, NullLoggerFactory.Instance, TimeProvider.System, new RecordingAuditLog());
        await _host.StartAsync(Token);
        await _host.WhenSettledAsync(Token);
    }
}
