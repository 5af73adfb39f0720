using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using PluginFramework.Network;

namespace PluginFramework.Core.Network.Tests;

/// <summary>A network with its run directory, as the startup would put it together.</summary>
internal sealed class NetworkHarness : IAsyncDisposable
{
    public NetworkHarness(Action<NetworkOptions>? configure = null, TimeProvider? clock = null, Func<string, string?>? environment = null)
    {
        configure?.Invoke(Options);
        Clock = clock ?? TimeProvider.System;
        Transports = new(Log);
        Dispatcher = new(Options, Clock);
        Certificates = new(Options, RunDirectory, Clock, Log);
        Endpoints = new(Dispatcher, Certificates, Options, RunDirectory, Transports.Find, Clock, Log,
            new SocketActivation(environment ?? (_ => null), Environment.ProcessId));
    }

    public static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public NetworkOptions Options { get; } = new();

    public TimeProvider Clock { get; }

    public LogRecorder Log { get; } = new();

    public string RunDirectory { get; } = Directory.CreateTempSubdirectory("net-").FullName;

    public BuiltInTransports Transports { get; }

    public ConnectionDispatcher Dispatcher { get; }

    public CertificateSource Certificates { get; }

    public EndpointManager Endpoints { get; }

    public static EndpointBinding Binding(string protocol, string address) => new(protocol, EndpointAddress.Parse(address));

    public static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition()) await Task.Delay(2, Cancelled);
    }

    /// <summary>Sends each line back, until the client or the host is done.</summary>
    public static async Task EchoAsync(ConnectionContext connection)
    {
        var asked = connection.Features.GetRequiredFeature<IConnectionLifetimeNotificationFeature>().ConnectionClosedRequested;
        while (await ReadLineUntilAsync(connection.Transport.Input, asked) is { } line) await SendAsync(connection.Transport.Output, line + "\n");
    }

    public static async Task<string?> ReadLineUntilAsync(PipeReader input, CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = await input.ReadAsync(cancellationToken);
            if (result.Buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = Encoding.ASCII.GetString(result.Buffer.Slice(0, end));
                input.AdvanceTo(result.Buffer.GetPosition(1, end));
                return line;
            }

            input.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            if (result.IsCompleted) return null;
        }
    }

    public static Task<string?> ReadLineAsync(PipeReader input) => ReadLineUntilAsync(input, Cancelled);

    public static Task<string?> ReadLineAsync(Stream stream) =>
        ReadLineAsync(PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true)));

    public static async Task SendAsync(PipeWriter output, string text) => await output.WriteAsync(Encoding.ASCII.GetBytes(text), Cancelled);

    public static async Task SendAsync(Stream stream, string text) => await stream.WriteAsync(Encoding.ASCII.GetBytes(text), Cancelled);

    public static async Task<string?> AskAsync(ConnectionContext client, string line)
    {
        await SendAsync(client.Transport.Output, line + "\n");
        return await ReadLineAsync(client.Transport.Input);
    }

    public static async Task<string?> AskAsync(Stream client, string line)
    {
        await SendAsync(client, line + "\n");
        return await ReadLineAsync(client);
    }

    public HandlerLease Serve(string protocol, Func<ConnectionContext, Task> serve, string plugin = "test")
    {
        var lease = new HandlerLease(plugin, new DelegateHandler(serve), Clock);
        Dispatcher.Attach(protocol, lease);
        return lease;
    }

    /// <summary>Binds one endpoint, alone.</summary>
    public async Task<EndpointStatus> BindAsync(string protocol, string address) =>
        (await Endpoints.ApplyAsync([Binding(protocol, address)], Cancelled))[0];

    public async Task<ConnectionContext> ConnectInMemoryAsync(string name) =>
        await Transports.InMemory.ConnectAsync(new MemoryEndPoint(name), Cancelled);

    public async Task<NetworkStream> ConnectAsync(EndpointStatus status)
    {
        status.Error.ShouldBeNull();
        var address = EndpointAddress.Parse(status.Address);
        EndPoint endPoint = address.Scheme == EndpointScheme.Unix
            ? new UnixDomainSocketEndPoint(Path.Combine(RunDirectory, address.Path))
            : new IPEndPoint(address.Host == "localhost" ? IPAddress.Loopback : IPAddress.Parse(address.Host), address.Port);
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(endPoint, Cancelled);
        return new NetworkStream(socket, ownsSocket: true);
    }

    public async ValueTask DisposeAsync()
    {
        await Endpoints.DisposeAsync();
        Directory.Delete(RunDirectory, recursive: true);
    }
}
