using System.Collections.Immutable;
using System.Security.Authentication;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;
using PluginFramework.Network;

namespace PluginFramework.Core.Network;

/// <summary>Takes each accepted connection through limits, TLS, its handler and its end.</summary>
internal sealed class ConnectionServer(
    ConnectionDispatcher dispatcher, CertificateSource certificates, NetworkOptions options, TimeProvider clock, ILogger log)
{
    private static readonly TimeSpan WarningInterval = TimeSpan.FromSeconds(10);

    private readonly ConnectionLimiter _limiter = new(options, clock);
    private readonly ConnectionSet _open = new();
    private long _lastId;
    private long _warned;

    public TimeProvider Clock => clock;

    public ILogger Log => log;

    /// <summary>Serves a connection on another thread; the accept loop goes on at once.</summary>
    public void Accept(ConnectionContext context, BoundEndpoint endpoint)
    {
        var number = Interlocked.Increment(ref _lastId);
        context.ConnectionId = $"{endpoint.Binding.Protocol}-{number}";
        var peer = ServedConnection.PeerOf(context);
        if (_limiter.TryEnter(peer) is { } refusal)
        {
            Refuse(context, refusal);
            return;
        }

        var connection = new ServedConnection(context, number, endpoint, certificates, options, clock, log, Released);
        if (!endpoint.Connections.TryAdd(connection) || !_open.TryAdd(connection))
        {
            connection.Release();
            Refuse(context, "the endpoint is being closed");
            return;
        }

        ThreadPool.UnsafeQueueUserWorkItem(static work => _ = work.Server.ServeAsync(work.Connection), (Server: this, Connection: connection), false);
    }

    /// <summary>The open connections in the order they came.</summary>
    public ImmutableArray<ConnectionStatus> List() => [.. _open.Snapshot().Select(connection => connection.Status).OrderBy(status => status.Number)];

    /// <summary>The open connections of a user, or all, in the order they came.</summary>
    public ImmutableArray<OpenConnection> ListOpen(string? userId) =>
    [
        .. _open.Snapshot().Where(connection => userId is null || connection.Principal?.UserId == userId).OrderBy(connection => connection.Number)
            .Select(connection => connection.Open),
    ];

    /// <summary>Begins to end one connection; false where there is none of that id.</summary>
    public bool BeginEnd(string id, string reason)
    {
        if (Array.Find(_open.Snapshot(), connection => connection.Id == id) is not { } found) return false;
        _ = ConnectionSet.EndAsync(found, reason, options.DrainDeadline, clock);
        return true;
    }

    /// <summary>Ends one connection: asks its handler to finish, and aborts it at the drain deadline.</summary>
    /// <returns><see langword="null"/> where there is no connection of that id.</returns>
    public async Task<ConnectionEnd?> EndAsync(string id, string reason) => Array.Find(_open.Snapshot(), connection => connection.Id == id) is { } found
        ? await ConnectionSet.EndAsync(found, reason, options.DrainDeadline, clock).ConfigureAwait(false) : null;

    /// <summary>Ends every connection there is.</summary>
    public Task<DrainResult> DrainAsync() => _open.DrainAsync(options.DrainDeadline, clock, CancellationToken.None);

    private async Task ServeAsync(ServedConnection connection)
    {
        HandlerLease? lease = null;
        NetworkLog.Accepted(log, connection.Id, connection.Context.RemoteEndPoint, connection.Context.LocalEndPoint);
        try
        {
            if (connection.Endpoint.Binding.Address.IsTls)
                await connection.Security.HandshakeAsync(dispatcher.ApplicationProtocols(connection.Protocol), CancellationToken.None).ConfigureAwait(false);
            lease = await dispatcher.EnterAsync(connection).ConfigureAwait(false);
            if (lease?.Handler is { } handler) await handler.OnConnectedAsync(connection.Context).ConfigureAwait(false);
            else NetworkLog.NotServed(log, connection.Id, connection.Protocol);
        }
        catch (Exception exception) when (IsNormalEnd(exception, connection))
        {
            NetworkLog.ClientGone(log, connection.Id, exception.Message);
        }
        catch (Exception exception)
        {
            NetworkLog.HandlerFailed(log, connection.Id, connection.Protocol, lease?.PluginId, exception);

            // Not closed as usual: where the end of the stream ends the data, the client would take what it has for the whole.
            connection.Abort("its handler failed");
        }

        await connection.CloseAsync().ConfigureAwait(false);
        lease?.Leave(connection);
        connection.Release();
        NetworkLog.Closed(log, connection.Id);
    }

    /// <summary>A client that hangs up, or that the host has sent away, is no fault; nor is a failed handshake the host's.</summary>
    private static bool IsNormalEnd(Exception exception, ServedConnection connection) => exception switch
    {
        AuthenticationException => connection.Security.HandshakeFailed,
        ConnectionResetException or ConnectionAbortedException => true,
        IOException => connection.IsAborted || connection.Context.ConnectionClosed.IsCancellationRequested,
        OperationCanceledException => connection.IsAborted
            || connection.Context.ConnectionClosed.IsCancellationRequested
            || connection.Lifetime.ConnectionClosedRequested.IsCancellationRequested,
        _ => connection.IsAborted,
    };

    private void Released(ServedConnection connection)
    {
        _limiter.Leave(connection.Peer);
        connection.Endpoint.Connections.Remove(connection);
        _open.Remove(connection);
    }

    private void Refuse(ConnectionContext context, string reason)
    {
        // A flood of connections must not become a flood of warnings.
        var warned = Interlocked.Read(ref _warned);
        var isQuiet = warned != 0 && clock.GetElapsedTime(warned) < WarningInterval;
        if (!isQuiet && Interlocked.CompareExchange(ref _warned, clock.GetTimestamp(), warned) == warned)
            NetworkLog.RefusedLoudly(log, context.ConnectionId, context.RemoteEndPoint, reason);
        else
            NetworkLog.Refused(log, context.ConnectionId, context.RemoteEndPoint, reason);
        context.Abort(new ConnectionAbortedException($"The host refused the connection: {reason}."));
        _ = DisposeAsync(context);
    }

    private async Task DisposeAsync(ConnectionContext context)
    {
        try
        {
            await context.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            NetworkLog.CloseFailed(log, context.ConnectionId, exception);
        }
    }
}
