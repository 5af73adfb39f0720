using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;

namespace PluginFramework.Core.Network;

/// <summary>Accepts in-memory connections.</summary>
internal sealed class MemoryListener(EndPoint endPoint, Action<MemoryListener> onUnbind) : IConnectionListener
{
    private readonly Channel<MemoryConnection> _offered = Channel.CreateBounded<MemoryConnection>(1024);

    public EndPoint EndPoint => endPoint;

    /// <summary>Queues a connection; false when nobody accepts any more or the queue is full.</summary>
    public bool TryOffer(MemoryConnection connection) => _offered.Writer.TryWrite(connection);

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (await _offered.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (_offered.Reader.TryRead(out var connection)) return connection;
        }

        return null;
    }

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        if (_offered.Writer.TryComplete()) onUnbind(this);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => UnbindAsync();
}
