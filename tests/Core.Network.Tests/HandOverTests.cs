using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using static PluginFramework.Core.Network.Tests.NetworkHarness;

namespace PluginFramework.Core.Network.Tests;

public sealed class HandOverTests
{
    [Fact]
    public async Task Connection_WhileDetached_WaitsAndIsServedByTheNext()
    {
        await using var network = new NetworkHarness();
        var old = network.Serve("echo", EchoAsync);
        await network.BindAsync("echo", "memory:a");
        network.Dispatcher.Detach("echo", old);
        await using var client = await network.ConnectInMemoryAsync("a");
        await UntilAsync(() => network.Dispatcher.HeldConnections("echo") == 1);

        var next = network.Serve("echo", EchoAsync);

        (await AskAsync(client, "hello")).ShouldBe("hello");
        (old.ActiveConnections, next.ActiveConnections).ShouldBe((0, 1));
    }

    [Fact]
    public async Task Connection_HeldLongerThanTheHoldTime_IsClosed()
    {
        var clock = new FakeTimeProvider();
        await using var network = new NetworkHarness(clock: clock);
        await network.BindAsync("echo", "memory:a");
        await using var client = await network.ConnectInMemoryAsync("a");
        await UntilAsync(() => network.Dispatcher.HeldConnections("echo") == 1);

        clock.Advance(network.Options.HoldTime - TimeSpan.FromSeconds(1));
        client.Transport.Input.TryRead(out _).ShouldBeFalse();
        while (network.Dispatcher.HeldConnections("echo") == 1)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(2, Cancelled);
        }

        (await ReadLineAsync(client.Transport.Input)).ShouldBeNull();
        network.Log.At(LogLevel.Warning).ShouldHaveSingleItem().ShouldContain("no plugin served echo");
    }

    [Fact]
    public async Task Connection_BeyondTheNumberHeld_IsClosedAtOnce()
    {
        await using var network = new NetworkHarness(options => options.MaxHeldConnections = 1);
        await network.BindAsync("echo", "memory:a");
        await using var first = await network.ConnectInMemoryAsync("a");
        await UntilAsync(() => network.Dispatcher.HeldConnections("echo") == 1);

        await using var second = await network.ConnectInMemoryAsync("a");

        (await ReadLineAsync(second.Transport.Input)).ShouldBeNull();
        network.Serve("echo", EchoAsync);
        (await AskAsync(first, "hello")).ShouldBe("hello");
    }

    [Fact]
    public async Task Detach_OfALeaseThatWasReplaced_LeavesItsSuccessor()
    {
        await using var network = new NetworkHarness();
        var old = network.Serve("echo", EchoAsync);
        network.Serve("echo", EchoAsync);
        await network.BindAsync("echo", "memory:a");

        network.Dispatcher.Detach("echo", old);

        await using var client = await network.ConnectInMemoryAsync("a");
        (await AskAsync(client, "hello")).ShouldBe("hello");
    }

    [Fact]
    public async Task Drain_OfAPoliteHandler_WaitsForItsFarewell()
    {
        await using var network = new NetworkHarness();
        var lease = network.Serve("echo", PoliteAsync);
        await network.BindAsync("echo", "memory:a");
        await using var client = await network.ConnectInMemoryAsync("a");
        (await AskAsync(client, "hello")).ShouldBe("hello");

        network.Dispatcher.Detach("echo", lease);
        var result = await lease.DrainAsync(TimeSpan.FromMinutes(1), Cancelled);

        result.ShouldBe(new DrainResult(1, 0, 0));
        (await ReadLineAsync(client.Transport.Input)).ShouldBe("goodbye");
        (await ReadLineAsync(client.Transport.Input)).ShouldBeNull();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Drain_OfADeafHandler_AbortsItAtTheDeadlineOrWhenCancelled(bool isCancelled)
    {
        var clock = new FakeTimeProvider();
        await using var network = new NetworkHarness(clock: clock);
        var lease = network.Serve("echo", async connection =>
        {
            while (await ReadLineUntilAsync(connection.Transport.Input, CancellationToken.None) is not null);
        });
        await network.BindAsync("echo", "memory:a");
        await using var client = await network.ConnectInMemoryAsync("a");
        await UntilAsync(() => lease.ActiveConnections == 1);
        network.Dispatcher.Detach("echo", lease);
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);

        var drain = lease.DrainAsync(TimeSpan.FromSeconds(5), source.Token);
        clock.Advance(TimeSpan.FromSeconds(4));
        drain.IsCompleted.ShouldBeFalse();
        if (isCancelled) await source.CancelAsync();
        else clock.Advance(TimeSpan.FromSeconds(1));

        (await drain).ShouldBe(new DrainResult(0, 1, 0));
        await Should.ThrowAsync<ConnectionResetException>(() => ReadLineAsync(client.Transport.Input));
        network.Log.At(LogLevel.Error).ShouldBeEmpty();
    }

    [Fact]
    public async Task Drain_OfAHandlerThatNeverReturns_EndsAndSaysSo()
    {
        var clock = new FakeTimeProvider();
        await using var network = new NetworkHarness(clock: clock);
        var release = new TaskCompletionSource();
        var lease = network.Serve("echo", _ => release.Task);
        await network.BindAsync("echo", "memory:a");
        await using var client = await network.ConnectInMemoryAsync("a");
        await UntilAsync(() => lease.ActiveConnections == 1);
        network.Dispatcher.Detach("echo", lease);

        var drain = lease.DrainAsync(TimeSpan.Zero, Cancelled);
        while (!drain.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(2, Cancelled);
        }

        (await drain).ShouldBe(new DrainResult(0, 1, 1));
        network.Endpoints.List()[0].Connections.ShouldBe(0);
        release.SetResult();
    }

    [Theory]
    [InlineData("memory:a")]
    [InlineData("tcp://127.0.0.1:0")]
    [InlineData("tls://127.0.0.1:0")]
    public async Task Lease_AfterItsDrain_IsFree(string address)
    {
        await using var network = new NetworkHarness();
        var status = await network.BindAsync("echo", address);

        var (lease, handler) = await ServeAndDrainAsync(network, status);

        (await IsFreedAsync(handler)).ShouldBeTrue("something of the network still refers to the handler");
        (await IsFreedAsync(lease)).ShouldBeTrue("something of the network still refers to the lease");
    }

    [Fact]
    public async Task Endpoint_KeepsNothingOfWhoeverAskedForIt()
    {
        await using var network = new NetworkHarness();

        var state = await BindAsync();

        (await IsFreedAsync(state)).ShouldBeTrue("the endpoint keeps its asker's async locals");

        [MethodImpl(MethodImplOptions.NoInlining)]
        async Task<WeakReference> BindAsync()
        {
            var local = new AsyncLocal<object> { Value = new object() };
            await network.BindAsync("echo", "tcp://127.0.0.1:0");
            return new WeakReference(local.Value);
        }
    }

    [Fact]
    public async Task Swap_UnderLoad_RefusesAndResetsNobody()
    {
        const int Tasks = 8, ConnectsEach = 300, Swaps = 50;
        await using var network = new NetworkHarness();
        var lease = network.Serve("echo", PoliteAsync, "generation-0");
        var status = await network.BindAsync("echo", "tcp://127.0.0.1:0");
        var served = 0;
        var failures = new System.Collections.Concurrent.ConcurrentQueue<string>();
        var clients = Enumerable.Range(0, Tasks).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < ConnectsEach; i++)
            {
                try
                {
                    await using var client = await network.ConnectAsync(status);
                    if (await AskAsync(client, "hello") is { } answer && answer is "hello" or "goodbye") Interlocked.Increment(ref served);
                    else failures.Enqueue("closed without a word");
                }
                catch (Exception exception) when (exception is IOException or SocketException)
                {
                    failures.Enqueue(exception.Message);
                }
            }
        }, Cancelled)).ToArray();

        for (var i = 1; i <= Swaps; i++)
        {
            // Progress is the clock: every swap meets connections of its own.
            await UntilAsync(() => Volatile.Read(ref served) >= Tasks * ConnectsEach * i / (Swaps + 1) || !failures.IsEmpty);
            var old = lease;
            var isGap = i % 2 == 0;
            if (isGap) network.Dispatcher.Detach("echo", old);
            var drained = isGap ? await old.DrainAsync(TimeSpan.FromSeconds(30), Cancelled) : default;
            lease = network.Serve("echo", PoliteAsync, $"generation-{i}");
            if (!isGap) drained = await old.DrainAsync(TimeSpan.FromSeconds(30), Cancelled);
            drained.Aborted.ShouldBe(0);
        }

        await Task.WhenAll(clients);
        failures.ShouldBeEmpty();
        served.ShouldBe(Tasks * ConnectsEach);
        network.Log.Lines.ShouldAllBe(line => line.Level <= LogLevel.Information);
    }

    private static async Task<bool> IsFreedAsync(WeakReference reference)
    {
        for (var i = 0; i < 50 && reference.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await Task.Delay(10, Cancelled);
        }

        return !reference.IsAlive;
    }

    /// <summary>Answers lines until asked to finish, then says so, as a protocol server does.</summary>
    private static async Task PoliteAsync(ConnectionContext connection)
    {
        try
        {
            await EchoAsync(connection);
        }
        catch (OperationCanceledException)
        {
            await SendAsync(connection.Transport.Output, "goodbye\n");
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<(WeakReference Lease, WeakReference Handler)> ServeAndDrainAsync(NetworkHarness network, PluginFramework.Network.EndpointStatus status)
    {
        var local = new AsyncLocal<object>();
        var handler = new DelegateHandler(async connection =>
        {
            // What plugins do that has kept them loaded: registrations, linked sources, features and async locals of their own.
            local.Value = new object();
            var lifetime = connection.Features.GetRequiredFeature<IConnectionLifetimeNotificationFeature>();
            using var linked = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ConnectionClosedRequested, connection.ConnectionClosed);
            lifetime.ConnectionClosedRequested.Register(state => GC.KeepAlive(state), local);
            connection.Features.Set(local);
            connection.Items["local"] = local;
            await EchoAsync(connection);
        });
        var lease = new HandlerLease("test", handler, network.Clock);
        network.Dispatcher.Attach("echo", lease);
        if (status.Address.StartsWith("memory", StringComparison.Ordinal))
        {
            await using var client = await network.ConnectInMemoryAsync("a");
            (await AskAsync(client, "hello")).ShouldBe("hello");
            await DrainAsync();
        }
        else
        {
            await using Stream client = status.Address.StartsWith("tls", StringComparison.Ordinal)
                ? await TlsClient.ConnectAsync(await network.ConnectAsync(status))
                : await network.ConnectAsync(status);
            (await AskAsync(client, "hello")).ShouldBe("hello");
            await DrainAsync();
        }

        return (new WeakReference(lease), new WeakReference(handler));

        async Task DrainAsync()
        {
            network.Dispatcher.Detach("echo", lease);
            (await lease.DrainAsync(TimeSpan.FromSeconds(30), Cancelled)).ShouldBe(new DrainResult(1, 0, 0));
        }
    }
}
