using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using PluginFramework.Core.Control;

namespace PluginFramework.Core.Startup.Tests.Control;

public sealed class ControlServerTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly FakeTimeProvider _clock = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Socket_IsForItsOwnerAlone()
    {
        await using var server = Serve();
        if (!OperatingSystem.IsWindows()) ((int)File.GetUnixFileMode(_directory["s"])).ShouldBe(0x180);
    }

    [Fact]
    public async Task Requests_OnOneConnection_AreAnsweredInOrder()
    {
        await using var server = Serve();
        using var client = (await ControlClient.TryConnectAsync(_directory["s"], Cancelled)).ShouldNotBeNull();
        for (var index = 0; index < 3; index++)
        {
            var response = await client.SendAsync(ControlRequest.Of($"act{index}"), null, Cancelled);
            response.Error!.Message.ShouldBe($"act{index} by {PeerCredentials.Self}");
        }
    }

    [Fact]
    public async Task Progress_ComesBeforeTheAnswer()
    {
        await using var server = Serve();
        using var client = (await ControlClient.TryConnectAsync(_directory["s"], Cancelled)).ShouldNotBeNull();
        var steps = new List<string>();
        var response = await client.SendAsync(ControlRequest.Of("slow"), new Steps(steps), Cancelled);
        steps.ShouldBe(["half of it 0.5"]);
        response.Error!.Code.ShouldBe("test");
    }

    [Theory]
    [InlineData("{\"version\":1,\"request\":\"status\"}", "version")]
    [InlineData("{\"request\":\"status\"}", "version")]
    [InlineData("status", "malformed")]
    [InlineData("null", "malformed")]
    [InlineData("[]", "malformed")]
    [InlineData("{\"version\":2,\"request\":7}", "malformed")]
    public async Task Request_ThatIsNone_IsRefusedAndEndsTheConnection(string line, string code)
    {
        await using var server = Serve();
        var lines = await ExchangeAsync(Encoding.UTF8.GetBytes(line + "\n"));
        lines.Length.ShouldBe(1);
        var error = JsonDocument.Parse(lines[0]).RootElement.GetProperty("error");
        error.GetProperty("code").GetString().ShouldBe(code);
        error.GetProperty("message").GetString().ShouldNotBeNullOrEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Request_LongerThanTheLimit_IsRefused(bool ended)
    {
        await using var server = Serve();
        var line = new byte[ControlProtocol.MaxRequestOctets + 1];
        line.AsSpan().Fill((byte)' ');
        if (ended) line[^1] = (byte)'\n';
        (await ExchangeAsync(line)).ShouldHaveSingleItem().ShouldContain("longer than");
    }

    [Fact]
    public async Task Connection_ThatSendsNothing_IsEndedInTime()
    {
        await using var server = Serve();
        using var socket = await ConnectAsync();
        using var stream = new NetworkStream(socket);
        var end = stream.ReadAsync(new byte[1], Cancelled).AsTask();
        while (!end.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromSeconds(31));
            await Task.WhenAny(end, Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Cancelled));
        }

        (await end).ShouldBe(0);
    }

    [Fact]
    public async Task Dispose_EndsRequestsUnderWay()
    {
        var entered = new TaskCompletionSource();
        var server = new ControlServer(
            _directory["s"],
            async (_, _, _, cancellationToken) =>
            {
                entered.SetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
                throw new InvalidOperationException("unreachable");
            },
            NullLogger.Instance,
            _clock);
        using var client = (await ControlClient.TryConnectAsync(_directory["s"], Cancelled)).ShouldNotBeNull();
        var asked = client.SendAsync(ControlRequest.Of("wait"), null, Cancelled);
        await entered.Task.WaitAsync(Cancelled);
        await server.DisposeAsync();
        (await Should.ThrowAsync<CommandException>(asked)).ExitCode.ShouldBe(ExitCode.Unavailable);
    }

    [Fact]
    public async Task Answer_ThatEndsTheServer_StillComes()
    {
        var ended = Task.CompletedTask;
        ControlServer? server = null;
        server = new(
            _directory["s"],
            (_, _, _, _) =>
            {
                ended = server!.DisposeAsync().AsTask();
                return Task.FromResult(ControlResponse.Refused("last", 1, "Good-bye."));
            },
            NullLogger.Instance,
            _clock);
        using var client = (await ControlClient.TryConnectAsync(_directory["s"], Cancelled)).ShouldNotBeNull();
        (await client.SendAsync(ControlRequest.Of("stop"), null, Cancelled)).Error!.Code.ShouldBe("last");
        await ended.WaitAsync(Cancelled);
    }

    [Fact]
    public async Task Client_WhereNothingListens_GetsNothing()
    {
        (await ControlClient.TryConnectAsync(_directory["none"], Cancelled)).ShouldBeNull();
        using (var left = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            left.Bind(new UnixDomainSocketEndPoint(_directory["left"]));
        }

        (await ControlClient.TryConnectAsync(_directory["left"], Cancelled)).ShouldBeNull();
    }

    private ControlServer Serve() => new(
        _directory["s"],
        (request, actor, progress, _) =>
        {
            if (request.Request == "slow") progress.Report(new("half of it", 0.5));
            return Task.FromResult(ControlResponse.Refused("test", 1, $"{request.Request} by {actor}"));
        },
        NullLogger.Instance,
        _clock);

    private async Task<string[]> ExchangeAsync(byte[] bytes)
    {
        using var socket = await ConnectAsync();
        using var stream = new NetworkStream(socket);
        await stream.WriteAsync(bytes, Cancelled);
        using var reader = new StreamReader(stream);
        return (await reader.ReadToEndAsync(Cancelled)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(_directory["s"]), Cancelled);
        return socket;
    }

    private sealed class Steps(List<string> steps) : IProgress<PluginFramework.Panels.View.Progress>
    {
        public void Report(PluginFramework.Panels.View.Progress value) => steps.Add(FormattableString.Invariant($"{value.Label} {value.Fraction}"));
    }
}
