using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.Extensions.Logging;
using PluginFramework.Identity;
using PluginFramework.Network;

namespace PluginFramework.Core.Network;

/// <summary>An accepted connection, from its acceptance until its last byte is sent.</summary>
internal sealed class ServedConnection
{
    private readonly NetworkOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly Action<ServedConnection> _onReleased;
    private readonly ConnectionPrincipal _principal = new();
    private readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _released;
    private int _closing;

    public ServedConnection(
        ConnectionContext context, long number, BoundEndpoint endpoint, CertificateSource certificates, NetworkOptions options, TimeProvider clock,
        ILogger log, Action<ServedConnection> onReleased)
    {
        (Context, Endpoint, _options, _clock, _log, _onReleased) = (context, endpoint, options, clock, log, onReleased);
        Id = context.ConnectionId;
        Number = number;
        Since = clock.GetUtcNow();
        Peer = PeerOf(context);
        Lifetime = new(exception => NetworkLog.CloseCallbackFailed(log, Id, exception));
        Security = new(context, Lifetime, IsLocal(context), certificates, options, clock);
        context.Features.Set<IConnectionSecurityFeature>(Security);
        context.Features.Set<IConnectionLifetimeNotificationFeature>(Lifetime);
        context.Features.Set<IConnectionPrincipalFeature>(_principal);
    }

    public ConnectionContext Context { get; }

    public BoundEndpoint Endpoint { get; }

    public ConnectionLifetime Lifetime { get; }

    public ConnectionSecurity Security { get; }

    public string Id { get; }

    public long Number { get; }

    /// <summary>When it was accepted.</summary>
    public DateTimeOffset Since { get; }

    /// <summary>Completes when the host has let go of it.</summary>
    public Task Gone => _gone.Task;

    public ConnectionStatus Status => new(
        Number, Id, Protocol, Endpoint.Address.ToString(), Peer is { } peer ? new IPEndPoint(peer, ((IPEndPoint)Context.RemoteEndPoint!).Port).ToString() : null,
        _principal.Principal?.UserName, Since, Security.Cipher);

    /// <summary>Who uses it, as far as its protocol has said.</summary>
    public Principal? Principal => _principal.Principal;

    public OpenConnection Open =>
        new(Id, Protocol, Since) { Principal = Principal, RemoteAddress = Peer?.ToString(), IsEncrypted = Security.IsEncrypted, Cipher = Security.Cipher };

    public string Protocol => Endpoint.Binding.Protocol;

    /// <summary>The client's IP address, if it has one.</summary>
    public IPAddress? Peer { get; }

    /// <summary>The host has aborted it: whatever its handler throws from now on is a consequence.</summary>
    public bool IsAborted { get; private set; }

    public static IPAddress? PeerOf(ConnectionContext context) => (context.RemoteEndPoint as IPEndPoint)?.Address switch
    {
        { IsIPv4MappedToIPv6: true } mapped => mapped.MapToIPv4(),
        var address => address,
    };

    public void Abort(string reason)
    {
        IsAborted = true;
        NetworkLog.Aborted(_log, Id, reason);
        Context.Abort(new ConnectionAbortedException($"The host closed the connection: {reason}."));
    }

    /// <summary>Sends what is left and closes, once; a client that does not take it in time is cut off.</summary>
    public async Task CloseAsync()
    {
        if (Interlocked.Exchange(ref _closing, 1) != 0) return;
        var sent = SendRestAsync();
        await sent.WaitAsync(_options.LingerTime, _clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!sent.IsCompleted) Abort("the client did not take the last bytes in time");
        await sent.ConfigureAwait(false);
    }

    /// <summary>Gives back what the connection counts for, once.</summary>
    public void Release()
    {
        if (Interlocked.Exchange(ref _released, 1) != 0) return;
        _onReleased(this);
        _gone.SetResult();
    }

    private static bool IsLocal(ConnectionContext context) => context.LocalEndPoint switch
    {
        MemoryEndPoint or UnixDomainSocketEndPoint => true,
        IPEndPoint { Address: var local } => IsLoopback(local) && PeerOf(context) is { } peer && IPAddress.IsLoopback(peer),
        _ => false,
    };

    private static bool IsLoopback(IPAddress address) => IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);

    private async Task SendRestAsync()
    {
        try
        {
            await Security.CloseAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // The usual reason: the client has gone already and cannot be told that the session ends.
            NetworkLog.CloseFailed(_log, Id, exception);
        }

        try
        {
            await Context.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            NetworkLog.CloseFailed(_log, Id, exception);
        }
    }
}
