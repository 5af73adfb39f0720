using Microsoft.Extensions.Logging.Abstractions;
using PluginFramework.Core.Lifecycle;
using PluginFramework.Core.Startup;
using PluginFramework.Panels;
using PluginFramework.Plugins;
using PluginFramework.TestUtilities;

namespace PluginFramework.Installing.Tests;

/// <summary>The panels of a real host, which runs what was installed.</summary>
public sealed class RunningHostTests : IDisposable
{
    private readonly FakeHost _disk = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _disk.Dispose();

    [Fact]
    public async Task Update_Tried_SaysWhatOfTheRunningPluginsIsRebuilt()
    {
        _disk.AddChain();
        await _disk.ActAsync("plugin", "add", ("package", "Acme.Server"));
        await using var host = await StartAsync(only: false);
        host.Plugins.List().ShouldAllBe(plugin => plugin.State == PluginState.Active);

        _disk.AddUsers("2.0.0");
        var result = await TryAddAsync(host);
        result.View.Rows("Effects").ShouldBe(
        [
            "rebuilt | users | Its files changed.", "rebuilt | chat | 'users', which provides PluginFramework.Chat.IChatReply, is built anew.",
            "rebuilt | server | 'chat', which provides PluginFramework.Chat.IChatBot, is built anew.",
        ]);
        host.Plugins.List().ShouldAllBe(plugin => plugin.State == PluginState.Active);

        await host.Plugins.DisableAsync("server", new("test", "test"), Token);
        (await TryAddAsync(host)).View.Rows("Effects").Select(row => row.Split(" | ")[1]).ShouldBe(["users", "chat"], "what is switched off is not rebuilt");
    }

    [Fact]
    public async Task Update_TriedWhereNothingRuns_SaysTheSame()
    {
        _disk.AddChain();
        await _disk.ActAsync("plugin", "add", ("package", "Acme.Server"));
        _disk.AddUsers("2.0.0");
        await using var host = await StartAsync(only: true);
        (await TryAddAsync(host)).View.Rows("Effects").Select(row => row.Split(" | ")[..2]).ShouldBe([["rebuilt", "users"], ["rebuilt", "chat"], ["rebuilt", "server"]]);
    }

    private static Task<ActResult> TryAddAsync(PluginHost host) =>
        host.Panels.ActAsync("plugin", ActRequest.Of("add", ("package", "Acme.Users")) with { IsDryRun = true }, FakeHost.Operator, cancellationToken: Token);

    private async Task<PluginHost> StartAsync(bool only)
    {
        var settings = new PluginHostSettings(_disk.RunDirectory, [_disk.Generations.Plugins], _disk.Configuration)
        {
            Sources = _disk.Sources, Generations = _disk.Generations, NoListen = true, Watch = false, Only = only ? [] : null,
        };
        var host = new PluginHost(settings, NullLoggerFactory.Instance, TimeProvider.System, new RecordingAuditLog());
        await host.StartAsync(Token);
        await host.WhenSettledAsync(Token);
        return host;
    }
}
