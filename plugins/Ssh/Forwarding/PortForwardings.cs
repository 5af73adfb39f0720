using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using PluginFramework.Ssh.Protocol;

namespace PluginFramework.Ssh.Forwarding;

/// <summary>The ports that a client has listened on (RFC 4254 §7.1). For the session's loop alone.</summary>
internal sealed class PortForwardings(SshSession session, SshSessionState.Open login)
{
    private readonly Dictionary<(string Address, uint Port), (Socket Listener, Task Accepting)> _ports = [];

    /// <summary>Takes <c>tcpip-forward</c>.</summary>
    /// <returns>The answer; <see langword="null"/>: it is refused.</returns>
    public byte[]? Add(ReadOnlySpan<byte> request)
    {
        var (address, port) = Read(request);
        var options = session.Server.Options;
        if (!ForwardingPolicy.Permits(login, options) || _ports.Count >= options.MaxForwardedPorts || _ports.ContainsKey((address, port))) return null;
        if (ForwardingPolicy.ListenAt(address, port, options) is not { } endpoint) return null;
        var listener = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listener.Bind(endpoint);
            listener.Listen();
        }
        catch (SocketException exception)
        {
            listener.Dispose();
            session.Server.Logger.ForwardingRefused(session.Id, endpoint.ToString(), exception.SocketErrorCode.ToString());
            return null;
        }

        var bound = (IPEndPoint)listener.LocalEndPoint!;
        session.Server.Logger.Listening(session.Id, login.Principal.UserName, bound.ToString());
        _ports[(address, (uint)bound.Port)] = (listener, AcceptAsync(listener, address, bound.Port));
        return port == 0 ? new SshWriter().UInt32((uint)bound.Port).ToArray() : [];
    }

    /// <summary>Takes <c>cancel-tcpip-forward</c>.</summary>
    public byte[]? Remove(ReadOnlySpan<byte> request)
    {
        if (!_ports.Remove(Read(request), out var port)) return null;
        port.Listener.Dispose();
        return [];
    }

    /// <summary>The connection has gone.</summary>
    public async Task EndAsync()
    {
        foreach (var (listener, _) in _ports.Values) listener.Dispose();
        await Task.WhenAll(_ports.Values.Select(port => port.Accepting));
    }

    private static (string Address, uint Port) Read(ReadOnlySpan<byte> request)
    {
        var reader = new SshReader(request);
        var where = (reader.ReadText(), reader.ReadUInt32());
        reader.End();
        return where;
    }

    private async Task AcceptAsync(Socket listener, string address, int port)
    {
        try
        {
            while (true)
            {
                var socket = await listener.AcceptAsync();
                if (login.Channels.IsFull)
                {
                    socket.Dispose();
                    continue;
                }

                socket.NoDelay = true;
                var channel = login.Channels.Add(id => new IncomingChannel(session, id, login.Channels, socket));
                await session.Writer.SendAsync(channel.Opening(address, port), CancellationToken.None);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or ConnectionAbortedException or ConnectionResetException or IOException)
        {
            // It is listened on no more, or the connection has gone, as the loop knows.
            listener.Dispose();
        }
    }
}
