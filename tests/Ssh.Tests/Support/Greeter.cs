using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PluginFramework.Ssh.Tests.Support;

/// <summary>A TCP server that reads to the end and greets.</summary>
internal sealed class Greeter : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Task _serving;

    public Greeter()
    {
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _serving = ServeAsync();
    }

    public int Port { get; }

    public void Dispose()
    {
        _listener.Dispose();
        _serving.IsFaulted.ShouldBeFalse();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync();
                using var reader = new StreamReader(client.GetStream());
                var question = await reader.ReadToEndAsync();
                await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"hello {question}"));
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The test is over.
        }
    }
}
