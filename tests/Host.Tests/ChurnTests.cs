using System.Net;
using System.Net.Sockets;
using PluginFramework.Plugins;

namespace PluginFramework.Host.Tests;

/// <summary>Plugins come, change and go while clients connect.</summary>
public sealed class ChurnTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task DropOverwriteRenameAndDelete_UnderLoad_RefuseNoConnectionAndConverge()
    {
        await using var host = new TestHost();
        host.Drop(Samples.Echo("1.0.0"));
        await host.StartAsync();
        var address = host.Address("echo");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var load = Enumerable.Range(0, 4).Select(_ => LoadAsync(address, stop.Token)).ToArray();

        for (var round = 1; round <= 10; round++)
        {
            var version = $"1.0.{round}";
            // An overwrite in place, in small pieces and with a pause in the middle, as a slow copy would do it.
            await OverwriteSlowlyAsync(Path.Combine(host.Plugins, "echo", "echo.dll"), Samples.Echo(version).Compile());
            await host.EventuallyAsync(() => host.Status("echo").Version == version, $"{version} runs");

            // A neighbour comes, is renamed and goes.
            var neighbour = host.Drop(Samples.Quiet($"neighbour{round}"));
            await host.UntilAsync($"neighbour{round}", PluginState.Active);
            Directory.Move(neighbour, neighbour + "-renamed");
            Directory.Move(Path.Combine(host.Plugins, "echo"), Path.Combine(host.Plugins, "moved"));
            await host.EventuallyAsync(() => host.Status("echo").Location.EndsWith("moved", StringComparison.Ordinal), "the move is seen");
            Directory.Move(Path.Combine(host.Plugins, "moved"), Path.Combine(host.Plugins, "echo"));
            Directory.Delete(neighbour + "-renamed", recursive: true);
            await host.EventuallyAsync(() => host.Host.Plugins.Find($"neighbour{round}") is null, "the neighbour is gone");
        }

        await stop.CancelAsync();
        var answers = (await Task.WhenAll(load)).SelectMany(answer => answer).ToList();
        answers.Count.ShouldBeGreaterThan(100);
        answers.Where(answer => answer.StartsWith("error", StringComparison.Ordinal)).ShouldBeEmpty();
        // Never a partial load: an answer is some version's, whole.
        answers.Distinct().ShouldAllBe(answer => Enumerable.Range(0, 11).Any(round => answer == $"1.0.{round}"));
        await host.EventuallyAsync(() => host.Host.Plugins.List().Select(plugin => plugin.Id).SequenceEqual(["echo"]), "only echo is left");
        await host.Host.WhenUnloadedAsync();
        host.Log.Lines.ShouldNotContain(line => line.Contains("still in memory"));
    }

    [Fact]
    public async Task ThousandLoadsAndUnloads_LeaveNoContextAndAFlatWorkingSet()
    {
        await using var host = new TestHost();
        var contracts = Samples.GreetingContracts().CompileTo(host.Scratch);
        host.Drop(Samples.Greeter(contracts), contracts);
        host.Drop(Samples.Caller(contracts), contracts);
        await host.StartAsync();
        await ReloadAsync(host, 100);
        var before = Environment.WorkingSet;

        await ReloadAsync(host, 900);

        host.Host.PendingUnloads.ShouldBe(0);
        host.Log.Lines.ShouldNotContain(line => line.Contains("still in memory"));
        var growth = Environment.WorkingSet - before;
        growth.ShouldBeLessThan(32L << 20, $"{growth >> 20} MiB over 900 reloads of two plugins");
    }

    [Fact]
    public async Task EndOfTheProcessDuringAStart_QuarantinesThatPluginAlone()
    {
        await using var host = new TestHost();
        host.Drop(Samples.Echo());
        host.Drop(Samples.Quiet("culprit"));
        await host.StartAsync();
        var hash = host.Status("culprit").ContentHash;
        await host.Host.DisposeAsync();

        // What a process that ends while this plugin starts leaves behind; that a real one does is shown with the daemon itself.
        await File.WriteAllTextAsync(Path.Combine(host.RunDirectory, "starting.journal"), $"culprit {hash}\n", Token);
        await host.StartAsync();

        host.Status("culprit").State.ShouldBe(PluginState.Quarantined);
        host.Status("echo").State.ShouldBe(PluginState.Active);
        await host.RestartAsync();
        host.Status("culprit").State.ShouldBe(PluginState.Quarantined, "it stays so until somebody says otherwise");
        (await host.Host.Plugins.EnableAsync("culprit", new("test", "test"), Token)).State.ShouldBe(PluginState.Active);
        await host.RestartAsync();
        host.Status("culprit").State.ShouldBe(PluginState.Active);
    }

    [Fact]
    public async Task Disable_StopsThePluginNowAndAtTheNextStart()
    {
        await using var host = new TestHost();
        host.Drop(Samples.Echo());
        await host.StartAsync();
        var address = host.Address("echo");

        (await host.Host.Plugins.DisableAsync("echo", new("test", "test"), Token)).State.ShouldBe(PluginState.Disabled);
        await Should.ThrowAsync<SocketException>(() => TestHost.AskAsync(address, Token));
        await host.RestartAsync();
        host.Status("echo").State.ShouldBe(PluginState.Disabled);
        (await host.Host.Plugins.EnableAsync("echo", new("test", "test"), Token)).State.ShouldBe(PluginState.Active);
        (await TestHost.AskAsync(host.Address("echo"), Token)).ShouldBe("1.0.0");
    }

    private static async Task ReloadAsync(TestHost host, int times)
    {
        for (var i = 0; i < times; i++)
        {
            (await host.Host.Plugins.ReloadAsync("greeter", Token)).State.ShouldBe(PluginState.Active, host.Dump());
            // Verification collects garbage; once in a while is enough, and bounds what is pending.
            if (i % 50 == 49) await host.Host.WhenUnloadedAsync();
        }

        await host.Host.WhenUnloadedAsync();
    }

    private static async Task<List<string>> LoadAsync(IPEndPoint address, CancellationToken cancellationToken)
    {
        var answers = new List<string>();
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                answers.Add(await TestHost.AskAsync(address, CancellationToken.None));
            }
            catch (Exception exception) when (exception is SocketException or IOException)
            {
                answers.Add("error " + exception.Message);
            }
        }

        return answers;
    }

    private static async Task OverwriteSlowlyAsync(string path, byte[] content)
    {
        await using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite);
        foreach (var piece in content.Chunk(content.Length / 4 + 1))
        {
            await file.WriteAsync(piece, Token);
            await file.FlushAsync(Token);
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, Token);
        }
    }
}
