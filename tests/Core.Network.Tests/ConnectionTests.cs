using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using PluginFramework.Network;
using static PluginFramework.Core.Network.Tests.NetworkHarness;

namespace PluginFramework.Core.Network.Tests;

public sealed class ConnectionTests
{
    [Theory]
    [InlineData("tcp://127.0.0.1:0", "127.0.0.1")]
    [InlineData("unix:a.sock", "local")]
    [InlineData("memory:a", "local")]
    public async Task Connection_OnThisMachine_IsDescribedAsLocal(string address, string remote)
    {
        await using var network = new NetworkHarness();
        var described = new TaskCompletionSource<ClientInfo>();
        network.Serve("echo", connection =>
        {
            described.SetResult(ClientInfo.Describe("echo", connection));
            return Task.CompletedTask;
        });
        var status = await network.BindAsync("echo", address);

        if (address.StartsWith("memory", StringComparison.Ordinal)) await network.ConnectInMemoryAsync("a");
        else await (await network.ConnectAsync(status)).DisposeAsync();

        var client = await described.Task.WaitAsync(Cancelled);
        client.ShouldBe(new ClientInfo("echo", "echo-1") { RemoteAddress = remote, IsLocal = true, IsEncrypted = false });
    }

    [Fact]
    public async Task Handler_ThatThrows_IsLoggedOnceWithTheConnectionIdAndHarmsNoOther()
    {
        await using var network = new NetworkHarness();
        var calls = 0;
        network.Serve("echo", connection => Interlocked.Increment(ref calls) == 2 ? throw new InvalidDataException("bad day") : EchoAsync(connection), "plug");
        await network.BindAsync("echo", "memory:a");
        await using var good = await network.ConnectInMemoryAsync("a");
        (await AskAsync(good, "one")).ShouldBe("one");

        await using var bad = await network.ConnectInMemoryAsync("a");
        await Should.ThrowAsync<ConnectionResetException>(() => ReadLineAsync(bad.Transport.Input));

        (await AskAsync(good, "two")).ShouldBe("two");
        network.Log.At(LogLevel.Error).ShouldHaveSingleItem()
            .ShouldBe("echo-2: the echo handler of plugin plug failed InvalidDataException: bad day");
    }

    [Fact]
    public async Task Client_ThatHangsUp_IsNormal()
    {
        await using var network = new NetworkHarness();
        network.Serve("echo", EchoAsync);
        var status = await network.BindAsync("echo", "tcp://127.0.0.1:0");
        await using (var client = await network.ConnectAsync(status))
        {
            (await AskAsync(client, "hello")).ShouldBe("hello");
            client.Socket.LingerState = new LingerOption(true, 0);
        }

        await UntilAsync(() => network.Endpoints.List()[0].Connections == 0);
        network.Log.Lines.ShouldAllBe(line => line.Level <= LogLevel.Information);
    }

    [Fact]
    public async Task Connection_BeyondALimit_IsClosedAtOnceAndOthersAreServedAgainAfterwards()
    {
        await using var network = new NetworkHarness(options => options.MaxConnections = 1);
        network.Serve("echo", EchoAsync);
        var status = await network.BindAsync("echo", "tcp://127.0.0.1:0");
        var first = await network.ConnectAsync(status);
        (await AskAsync(first, "one")).ShouldBe("one");

        // The reset may arrive before the client has noticed that it is connected.
        var refusal = await Should.ThrowAsync<Exception>(async () =>
        {
            await using var second = await network.ConnectAsync(status);
            await ReadLineAsync(second);
        });
        (refusal as SocketException ?? refusal.InnerException).ShouldBeOfType<SocketException>().SocketErrorCode.ShouldBe(SocketError.ConnectionReset);

        network.Log.At(LogLevel.Warning).ShouldHaveSingleItem().ShouldContain("MaxConnections");
        await first.DisposeAsync();
        await UntilAsync(() => network.Endpoints.List()[0].Connections == 0);
        await using var third = await network.ConnectAsync(status);
        (await AskAsync(third, "three")).ShouldBe("three");
    }

    [Fact]
    public async Task Client_ThatDoesNotTakeTheLastBytes_IsCutOffAfterTheLingerTime()
    {
        var clock = new FakeTimeProvider();
        await using var network = new NetworkHarness(clock: clock);
        var written = new TaskCompletionSource();
        network.Serve("flood", async connection =>
        {
            // More than the pipe and both sockets hold, so that closing has to wait for the client.
            connection.Transport.Output.GetSpan(64 << 20)[..(64 << 20)].Fill(1);
            connection.Transport.Output.Advance(64 << 20);
            _ = connection.Transport.Output.FlushAsync(Cancelled).AsTask();
            await Task.Yield();
            written.SetResult();
        });
        var status = await network.BindAsync("flood", "tcp://127.0.0.1:0");
        await using var client = await network.ConnectAsync(status);
        await written.Task.WaitAsync(Cancelled);
        network.Endpoints.List()[0].Connections.ShouldBe(1);

        while (network.Endpoints.List()[0].Connections > 0)
        {
            clock.Advance(network.Options.LingerTime);
            await Task.Delay(2, Cancelled);
        }

        network.Log.Lines.ShouldContain(line => line.Text.Contains("did not take the last bytes", StringComparison.Ordinal));
    }

    [Fact]
    public async Task MemoryTransport_StandsInForSockets()
    {
        await using var network = new NetworkHarness(options => options.Transport = BuiltInTransports.Memory);
        network.Serve("echo", EchoAsync);
        var status = await network.BindAsync("echo", "tcp://127.0.0.1:0");

        var port = EndpointAddress.Parse(status.Address).Port;
        port.ShouldBeGreaterThan(0);
        await using var client = await network.Transports.InMemory.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), Cancelled);
        (await AskAsync(client, "hello")).ShouldBe("hello");
    }
}
