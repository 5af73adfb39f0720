using System.IO.Pipelines;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using PluginFramework.Identity;
using PluginFramework.Network;

namespace PluginFramework.TestUtilities;

/// <summary>The two ends of an in-memory connection: <see cref="Server"/> for the handler under test, <see cref="Client"/> for the test.</summary>
public sealed class TestConnection : IConnectionSecurityFeature, IConnectionPrincipalFeature, IConnectionLifetimeNotificationFeature, IAsyncDisposable
{
    private readonly CancellationTokenSource _closeRequested = new();

    public TestConnection()
    {
        var toServer = new Pipe();
        var toClient = new Pipe();
        Client = new DuplexPipe(toClient.Reader, toServer.Writer);
        Server = new DefaultConnectionContext("test-1", new DuplexPipe(toServer.Reader, toClient.Writer), Client)
        {
            RemoteEndPoint = new IPEndPoint(IPAddress.Loopback, 50000),
            LocalEndPoint = new IPEndPoint(IPAddress.Loopback, 1),
        };
        Server.Features.Set<IConnectionSecurityFeature>(this);
        Server.Features.Set<IConnectionPrincipalFeature>(this);
        Server.Features.Set<IConnectionLifetimeNotificationFeature>(this);
    }

    public DefaultConnectionContext Server { get; }

    public IDuplexPipe Client { get; }

    public bool IsEncrypted { get; set; }

    public string? Cipher { get; set; }

    public bool IsLocal { get; set; } = true;

    public X509Certificate2? ClientCertificate { get; set; }

    public bool CanUpgrade { get; set; }

    public Principal? Principal { get; set; }

    public CancellationToken ConnectionClosedRequested { get => _closeRequested.Token; set => throw new NotSupportedException(); }

    public void RequestClose() => _closeRequested.Cancel();

    public ValueTask UpgradeToTlsAsync(CancellationToken cancellationToken = default)
    {
        if (!CanUpgrade) throw new InvalidOperationException("No certificate, or TLS is up already.");
        IsEncrypted = true;
        CanUpgrade = false;
        return ValueTask.CompletedTask;
    }

    public async Task SendAsync(string text, CancellationToken cancellationToken = default) =>
        await Client.Output.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);

    /// <summary>Reads up to and including the next line feed; the text comes without its line ending. <see langword="null"/> at the end.</summary>
    public async Task<string?> ReadLineAsync(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var result = await Client.Input.ReadAsync(cancellationToken);
            var buffer = result.Buffer;
            if (System.Buffers.BuffersExtensions.PositionOf(buffer, (byte)'\n') is { } end)
            {
                var line = Encoding.UTF8.GetString(buffer.Slice(0, end)).TrimEnd('\r');
                Client.Input.AdvanceTo(buffer.GetPosition(1, end));
                return line;
            }

            Client.Input.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCompleted) return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Client.Output.CompleteAsync();
        await Client.Input.CompleteAsync();
        _closeRequested.Dispose();
        await Server.DisposeAsync();
    }

    private sealed class DuplexPipe(PipeReader input, PipeWriter output) : IDuplexPipe
    {
        public PipeReader Input => input;

        public PipeWriter Output => output;
    }
}
