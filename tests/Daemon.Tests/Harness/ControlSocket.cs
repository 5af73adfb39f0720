using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace PluginFramework.Daemon.Tests.Harness;

/// <summary>Speaks to a daemon's control socket as any program may: a line of JSON each way.</summary>
internal sealed class ControlSocket : IAsyncDisposable
{
    private readonly NetworkStream _stream;
    private readonly StreamReader _reader;

    private ControlSocket(Socket socket)
    {
        _stream = new NetworkStream(socket, ownsSocket: true);
        _reader = new StreamReader(_stream, Encoding.UTF8);
    }

    public static async Task<ControlSocket> ConnectAsync(TestDaemon daemon)
    {
        var pointer = daemon.InRunDirectory("control.path");
        var path = File.Exists(pointer) ? (await File.ReadAllTextAsync(pointer, TestContext.Current.CancellationToken)).Trim() : daemon.InRunDirectory("control.sock");
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), TestContext.Current.CancellationToken);
        return new(socket);
    }

    /// <summary>Sends a request and returns its answer, passing over progress.</summary>
    public async Task<JsonNode> AskAsync(string request)
    {
        await _stream.WriteAsync(Encoding.UTF8.GetBytes(request + "\n"), TestContext.Current.CancellationToken);
        while (true)
        {
            var line = await _reader.ReadLineAsync(TestContext.Current.CancellationToken);
            var answer = JsonNode.Parse(line.ShouldNotBeNull("the daemon answers"))!;
            if (answer["progress"] is null) return answer;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _reader.Dispose();
        await _stream.DisposeAsync();
    }
}
