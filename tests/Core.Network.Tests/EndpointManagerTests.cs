using System.Net.Sockets;
using System.Net;
using static PluginFramework.Core.Network.Tests.NetworkHarness;

namespace PluginFramework.Core.Network.Tests;

public sealed class EndpointManagerTests
{
    [Theory]
    [InlineData("tcp://127.0.0.1:0")]
    [InlineData("tcp://[::1]:0")]
    [InlineData("tcp://localhost:0")]
    [InlineData("unix:run/echo.sock")]
    public async Task Apply_OfANewEndpoint_ServesItAtTheAddressReported(string address)
    {
        Assert.SkipUnless(Socket.OSSupportsIPv6 || !address.Contains("::1", StringComparison.Ordinal), "This machine has no IPv6.");
        await using var network = new NetworkHarness();
        network.Serve("echo", EchoAsync);

        var status = await network.BindAsync("echo", address);

        await using var client = await network.ConnectAsync(status);
        (await AskAsync(client, "hello")).ShouldBe("hello");
        network.Endpoints.List().ShouldHaveSingleItem().Connections.ShouldBe(1);
        if (address.EndsWith(":0", StringComparison.Ordinal)) status.Address.ShouldNotBe(address);
    }

    [Fact]
    public async Task Apply_OfLocalhost_ListensOnBothLoopbackAddresses()
    {
        Assert.SkipUnless(Socket.OSSupportsIPv6, "This machine has no IPv6.");
        await using var network = new NetworkHarness();
        network.Serve("echo", EchoAsync);

        var port = EndpointAddress.Parse((await network.BindAsync("echo", "tcp://localhost:0")).Address).Port;

        foreach (var address in (string[])[$"tcp://127.0.0.1:{port}", $"tcp://[::1]:{port}"])
        {
            await using var client = await network.ConnectAsync(new("echo", address, null, 0));
            (await AskAsync(client, "hello")).ShouldBe("hello", address);
        }
    }

    [Fact]
    public async Task Apply_OfTheSameAndMore_LeavesTheSameSocketAlone()
    {
        await using var network = new NetworkHarness();
        network.Serve("echo", EchoAsync);
        var before = await network.BindAsync("echo", "tcp://127.0.0.1:0");

        var after = await network.Endpoints.ApplyAsync([Binding("echo", "tcp://127.0.0.1:0"), Binding("echo", "memory:echo")], Cancelled);

        after.Select(status => status.Address).ShouldBe(["memory:echo", before.Address]);
        network.Log.Lines.Count(line => line.Text.Contains("listens no more", StringComparison.Ordinal)).ShouldBe(0);
    }

    [Fact]
    public async Task Apply_WithoutAnEndpoint_ClosesItAndLetsItsConnectionsGoOn()
    {
        await using var network = new NetworkHarness();
        network.Serve("echo", EchoAsync);
        var status = await network.BindAsync("echo", "tcp://127.0.0.1:0");
        await using var client = await network.ConnectAsync(status);
        (await AskAsync(client, "one")).ShouldBe("one");

        (await network.Endpoints.ApplyAsync([], Cancelled)).ShouldBeEmpty();

        (await Should.ThrowAsync<SocketException>(() => network.ConnectAsync(status))).SocketErrorCode.ShouldBe(SocketError.ConnectionRefused);
        (await AskAsync(client, "two")).ShouldBe("two");
    }

    [Fact]
    public async Task Apply_WhereAPortIsInUse_SaysSoBindsTheOthersAndTriesAgainNextTime()
    {
        await using var network = new NetworkHarness();
        using var rival = new TcpListener(IPAddress.Loopback, 0);
        rival.Start();
        var taken = $"tcp://{rival.LocalEndpoint}";
        EndpointBinding[] wanted = [Binding("irc", taken), Binding("pop3", "tcp://127.0.0.1:0")];

        var first = await network.Endpoints.ApplyAsync([.. wanted], Cancelled);
        rival.Stop();
        var second = await network.Endpoints.ApplyAsync([.. wanted], Cancelled);

        first[0].Address.ShouldBe(taken);
        first[0].Error.ShouldNotBeNull().ShouldContain("in use");
        first[0].Error!.ShouldContain("configure another address for irc");
        first[1].Error.ShouldBeNull();
        second[0].Error.ShouldBeNull();
        second[1].ShouldBe(first[1]);
    }

    [Fact]
    public async Task Apply_OfOneAddressForTwoProtocols_NamesTheOther()
    {
        await using var network = new NetworkHarness();

        var both = await network.Endpoints.ApplyAsync([Binding("irc", "memory:a"), Binding("pop3", "memory:a")], Cancelled);
        var moved = await network.Endpoints.ApplyAsync([Binding("pop3", "memory:a")], Cancelled);

        both[0].Error.ShouldBeNull();
        both[1].Error.ShouldNotBeNull().ShouldContain("taken by irc");
        moved.ShouldHaveSingleItem().Error.ShouldBeNull();
    }

    [Fact]
    public async Task Apply_OfAnAddressOthersReach_IsRefusedUntilAllowedAndClosedWhenForbiddenAgain()
    {
        await using var network = new NetworkHarness(options => options.Transport = BuiltInTransports.Memory);
        const string Exposed = "tcp://0.0.0.0:80";

        var refused = await network.BindAsync("http", Exposed);
        network.Options.AllowNonLoopback = true;
        var allowed = await network.BindAsync("http", Exposed);
        network.Options.AllowNonLoopback = false;
        var forbidden = await network.BindAsync("http", Exposed);

        refused.Error.ShouldNotBeNull().ShouldContain("until there is an administrator");
        allowed.Error.ShouldBeNull();
        forbidden.Error.ShouldNotBeNull();
        await Should.ThrowAsync<SocketException>(async () => await network.Transports.InMemory.ConnectAsync(new IPEndPoint(IPAddress.Any, 80), Cancelled));
    }

    [Fact]
    public async Task Apply_WithATransportThereIsNot_NamesIt()
    {
        await using var network = new NetworkHarness(options => options.Transport = "quic");

        (await network.BindAsync("http", "tcp://127.0.0.1:0")).Error.ShouldNotBeNull().ShouldContain("no transport \"quic\"");
    }

    [Fact]
    public async Task Apply_OfAUnixSocketADeadProcessLeft_ReplacesIt()
    {
        await using var network = new NetworkHarness();
        network.Serve("echo", EchoAsync);
        var path = Path.Combine(network.RunDirectory, "echo.sock");
        Abandon(path);
        File.Exists(path).ShouldBeTrue();

        var status = await network.BindAsync("echo", "unix:echo.sock");

        await using var client = await network.ConnectAsync(status);
        (await AskAsync(client, "hello")).ShouldBe("hello");
        if (!OperatingSystem.IsWindows()) (File.GetUnixFileMode(path) & UnixFileMode.OtherWrite).ShouldBe(UnixFileMode.None);
    }

    [Fact]
    public async Task Apply_OfAUnixSocketSomebodyListensOn_IsAnErrorAndLeavesIt()
    {
        await using var network = new NetworkHarness();
        await using var other = new NetworkHarness();
        other.Serve("echo", EchoAsync);
        var path = Path.Combine(network.RunDirectory, "echo.sock");
        var live = await other.BindAsync("echo", "unix:" + path);

        (await network.BindAsync("echo", "unix:echo.sock")).Error.ShouldNotBeNull().ShouldContain("Another process listens");

        await using var client = await other.ConnectAsync(live);
        (await AskAsync(client, "hello")).ShouldBe("hello");
    }

    [Theory]
    [InlineData("")]
    [InlineData("text")]
    public async Task Apply_OfAUnixSocketWhereAFileIs_LeavesTheFile(string content)
    {
        await using var network = new NetworkHarness();
        var path = Path.Combine(network.RunDirectory, "echo.sock");
        await File.WriteAllTextAsync(path, content, Cancelled);

        (await network.BindAsync("echo", "unix:echo.sock")).Error.ShouldNotBeNull().ShouldContain("not a socket");

        (await File.ReadAllTextAsync(path, Cancelled)).ShouldBe(content);
    }

    [Fact]
    public async Task Apply_OfAUnixPathTooLong_SaysHowLongItMayBe()
    {
        await using var network = new NetworkHarness();

        (await network.BindAsync("echo", "unix:" + new string('a', 200))).Error.ShouldNotBeNull().ShouldContain("Configure a shorter one");
    }

    [Fact]
    public async Task Apply_OfADescriptorHandedOver_ServesIt()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows hands over no descriptors.");
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        socket.Listen();
        var port = ((IPEndPoint)socket.LocalEndPoint!).Port;
        var descriptor = (int)socket.Handle;
        socket.SafeHandle.SetHandleAsInvalid();
        await using var network = new NetworkHarness(environment: name => name == "LISTEN_FDS" ? $"{descriptor - 2}" : null);
        network.Serve("echo", EchoAsync);

        var status = await network.BindAsync("echo", $"fd:{descriptor}");

        status.Error.ShouldBeNull();
        await using var client = await network.ConnectAsync(new("echo", $"tcp://127.0.0.1:{port}", null, 0));
        (await AskAsync(client, "hello")).ShouldBe("hello");
        await network.Endpoints.ApplyAsync([], Cancelled);
        (await network.BindAsync("echo", $"fd:{descriptor}")).Error.ShouldNotBeNull().ShouldContain("Restart the service");
    }

    [Theory]
    [InlineData(null, null, "LISTEN_FDS is not set")]
    [InlineData("1", null, "LISTEN_FDS is 1")]
    [InlineData("2", "1", "LISTEN_PID is 1")]
    public async Task Apply_OfADescriptorNotHandedOver_TouchesNothingAndSaysWhy(string? count, string? pid, string expected)
    {
        await using var network = new NetworkHarness(environment: name => name == "LISTEN_FDS" ? count : pid);

        (await network.BindAsync("echo", "fd:4")).Error.ShouldNotBeNull().ShouldContain(expected);
    }

    [Fact]
    public async Task Dispose_AsksConnectionsToFinishAndFreesThePort()
    {
        var network = new NetworkHarness();
        network.Serve("echo", async connection =>
        {
            try
            {
                await EchoAsync(connection);
            }
            catch (OperationCanceledException)
            {
                await SendAsync(connection.Transport.Output, "goodbye\n");
            }
        });
        var status = await network.BindAsync("echo", "tcp://127.0.0.1:0");
        await using var client = await network.ConnectAsync(status);
        (await AskAsync(client, "hello")).ShouldBe("hello");

        await network.DisposeAsync();

        (await ReadLineAsync(client)).ShouldBe("goodbye");
        using var next = new TcpListener(IPAddress.Loopback, EndpointAddress.Parse(status.Address).Port);
        next.Start();
        await Should.ThrowAsync<ObjectDisposedException>(() => network.Endpoints.ApplyAsync([], Cancelled));
    }

    private static void Abandon(string path)
    {
        // Bound and closed without its file being removed, as by a process that was killed.
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path + ".tmp"));
        socket.Listen();
        File.Move(path + ".tmp", path);
    }
}
