using System.Composition;
using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;

namespace PluginFramework.Http.Connections;

/// <summary>Kestrel's transport: yields the connections that the host hands over. It opens no socket.</summary>
/// <remarks>Safe for use from any thread. Unbounded, since the host counts and limits connections before they come here.</remarks>
[Export, Shared]
public sealed class HandedOverConnections : IConnectionListenerFactory, IConnectionListener
{
    private readonly Channel<ConnectionContext> _handedOver = Channel.CreateUnbounded<ConnectionContext>(new() { SingleReader = true });

    /// <inheritdoc/>
    public EndPoint EndPoint { get; private set; } = new HandedOverEndPoint();

    /// <summary>Hands a connection over; completes when the server has let go of it.</summary>
    public async Task ServeAsync(ConnectionContext connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        var handedOver = new HandedOverConnection(connection);
        if (!_handedOver.Writer.TryWrite(handedOver)) return;
        await handedOver.LetGo;
    }

    /// <inheritdoc/>
    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        EndPoint = endpoint;
        return new(this);
    }

    /// <inheritdoc/>
    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default) =>
        await _handedOver.Reader.WaitToReadAsync(cancellationToken) && _handedOver.Reader.TryRead(out var connection) ? connection : null;

    /// <inheritdoc/>
    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        _handedOver.Writer.TryComplete();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _handedOver.Writer.TryComplete();
        // What was handed over and never accepted would keep the host waiting.
        while (_handedOver.Reader.TryRead(out var connection)) await connection.DisposeAsync();
    }
}
