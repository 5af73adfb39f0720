using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace PluginFramework.Daemon.Tests.Harness;

/// <summary>A socket and what is written and read over it.</summary>
internal sealed class RawClient : IAsyncDisposable
{
    private readonly TcpClient _socket;
    private readonly Stream _stream;

    private RawClient(TcpClient socket, Stream stream)
    {
        (_socket, _stream) = (socket, stream);
        Lines = new(new StreamReader(stream, Encoding.UTF8));
    }

    public LineLog Lines { get; }

    /// <summary>Connects to <c>tcp://</c> or <c>tls://</c>, taking any certificate.</summary>
    public static async Task<RawClient> ConnectAsync(Uri address)
    {
        var socket = new TcpClient();
        try
        {
            var cancellationToken = TestContext.Current.CancellationToken;
            await socket.ConnectAsync(address.Host, address.Port, cancellationToken).AsTask().WaitAsync(Eventually.Patience, TimeProvider.System, cancellationToken);
            if (address.Scheme != "tls") return new(socket, socket.GetStream());
            var secured = new SslStream(socket.GetStream());
#pragma warning disable CA5359 // The certificate is one that the daemon made itself a moment ago.
            var options = new SslClientAuthenticationOptions { TargetHost = "localhost", RemoteCertificateValidationCallback = (_, _, _, _) => true };
#pragma warning restore CA5359
            await secured.AuthenticateAsClientAsync(options, cancellationToken).WaitAsync(Eventually.Patience, TimeProvider.System, cancellationToken);
            return new(socket, secured);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public Task SendAsync(string line) => SendAsync(Encoding.UTF8.GetBytes(line + "\r\n"));

    public async Task SendAsync(ReadOnlyMemory<byte> octets) => await _stream.WriteAsync(octets, TestContext.Current.CancellationToken);

    /// <summary>Signs on to IRC.</summary>
    public async Task LogInAsync(string account, string password, string? nickname = null)
    {
        await SendAsync($"PASS {account}:{password}\r\nNICK {nickname ?? account}\r\nUSER {account} 0 * :{account}");
        await Lines.ReadUntilAsync($" 001 {nickname ?? account} ");
    }

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        _socket.Dispose();
    }
}
