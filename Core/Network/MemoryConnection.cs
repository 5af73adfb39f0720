using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace PluginFramework.Core.Network;

/// <summary>One side of an in-memory connection.</summary>
internal sealed class MemoryConnection : ConnectionContext
{
    private readonly Pipe _incoming;
    private readonly Pipe _outgoing;
    private readonly CancellationTokenSource _closed = new();
    private MemoryConnection? _peer;

    private MemoryConnection(Pipe incoming, Pipe outgoing, EndPoint local, EndPoint remote)
    {
        (_incoming, _outgoing) = (incoming, outgoing);
        Transport = new DuplexPipe(incoming.Reader, outgoing.Writer);
        (LocalEndPoint, RemoteEndPoint, ConnectionClosed) = (local, remote, _closed.Token);
    }

    public override string ConnectionId { get; set; } = Guid.NewGuid().ToString("N");

    public override IFeatureCollection Features { get; } = new FeatureCollection();

    public override IDictionary<object, object?> Items { get => field ??= new ConnectionItems(); set; }

    public override IDuplexPipe Transport { get; set; }

    public static (MemoryConnection Server, MemoryConnection Client) CreatePair(EndPoint server, EndPoint client)
    {
        var options = new PipeOptions(useSynchronizationContext: false);
        Pipe toServer = new(options), toClient = new(options);
        var serverSide = new MemoryConnection(toServer, toClient, server, client);
        var clientSide = new MemoryConnection(toClient, toServer, client, server) { _peer = serverSide };
        serverSide._peer = clientSide;
        return (serverSide, clientSide);
    }

    /// <summary>Fails what either side is reading and releases what it is writing, as a reset does.</summary>
    public override void Abort(ConnectionAbortedException abortReason)
    {
        foreach (var pipe in (ReadOnlySpan<Pipe>)[_incoming, _outgoing])
        {
            pipe.Writer.CancelPendingFlush();
            pipe.Writer.Complete(new ConnectionResetException("The connection was reset.", abortReason));
        }

        NoteClosed();
        _peer?.NoteClosed();
    }

    public override async ValueTask DisposeAsync()
    {
        await _outgoing.Writer.CompleteAsync().ConfigureAwait(false);
        await _incoming.Reader.CompleteAsync().ConfigureAwait(false);
        NoteClosed();
        _peer?.NoteClosed();
        await base.DisposeAsync().ConfigureAwait(false);
    }

    // The source has neither timer nor link, so there is nothing to dispose of; callbacks run elsewhere, as a socket's do.
    private void NoteClosed() => _ = _closed.CancelAsync();
}
