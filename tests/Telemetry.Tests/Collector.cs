using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

namespace PluginFramework.Telemetry.Tests;

/// <summary>Takes what is sent by OTLP over HTTP, and keeps it as it came.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Channel<(string Path, string? Key, string Body)> _requests = Channel.CreateUnbounded<(string, string?, string)>();
    private readonly Task _work;

    public Collector()
    {
        Address = new($"http://127.0.0.1:{FreePort()}/");
        _listener.Prefixes.Add(Address.AbsoluteUri);
        _listener.Start();
        _work = ServeAsync();
    }

    public Uri Address { get; }

    /// <summary>A port nobody listens on.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Waits for a request that holds a name.</summary>
    public async Task<(string Path, string? Key, string Body)> WaitForAsync(string name, CancellationToken cancellationToken)
    {
        await foreach (var request in _requests.Reader.ReadAllAsync(cancellationToken))
        {
            if (request.Body.Contains(name, StringComparison.Ordinal)) return request;
        }

        throw new InvalidOperationException($"The collector ended before {name} came.");
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _work;
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                using var reader = new StreamReader(context.Request.InputStream, Encoding.Latin1);
                var body = await reader.ReadToEndAsync();
                context.Response.Close();
                _requests.Writer.TryWrite((context.Request.Url!.AbsolutePath, context.Request.Headers["x-key"], body));
            }
        }
        catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
        {
            _requests.Writer.Complete();
        }
    }
}
