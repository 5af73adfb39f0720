using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using PluginFramework.Network;

namespace PluginFramework.Http.Connections;

/// <summary>
/// A connection of the host as Kestrel's own. Kestrel sets features of its own on it, which must not reach the host's context; and disposing
/// of it gives it back to the host, which closes it.
/// </summary>
internal sealed class HandedOverConnection : ConnectionContext
{
    private readonly ConnectionContext _inner;
    private readonly TaskCompletionSource _letGo = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IConnectionPrincipalFeature? _principal;
    private ClientInfo? _client;

    public HandedOverConnection(ConnectionContext inner)
    {
        _inner = inner;
        _principal = inner.Features.Get<IConnectionPrincipalFeature>();
        Transport = inner.Transport;
        Features = new FeatureCollection(inner.Features);
        Features.Set<HandedOverConnection>(this);
    }

    /// <summary>Completes when Kestrel has let go of the connection.</summary>
    public Task LetGo => _letGo.Task;

    /// <summary>Who is at the other end.</summary>
    public ClientInfo Client => _client ??= ClientInfo.Describe("http", _inner);

    public override string ConnectionId { get => _inner.ConnectionId; set => _inner.ConnectionId = value; }

    public override IFeatureCollection Features { get; }

    public override IDictionary<object, object?> Items { get; set; } = new ConnectionItems();

    public override IDuplexPipe Transport { get; set; }

    public override EndPoint? LocalEndPoint { get => _inner.LocalEndPoint; set => _inner.LocalEndPoint = value; }

    public override EndPoint? RemoteEndPoint { get => _inner.RemoteEndPoint; set => _inner.RemoteEndPoint = value; }

    public override CancellationToken ConnectionClosed { get => _inner.ConnectionClosed; set => _inner.ConnectionClosed = value; }

    /// <summary>Fires when the host asks the connection to finish.</summary>
    public CancellationToken CloseRequested => _inner.Features.GetRequiredFeature<IConnectionLifetimeNotificationFeature>().ConnectionClosedRequested;

    /// <summary>Shows operators who uses the connection.</summary>
    public void ShowUser(Identity.Principal? principal)
    {
        if (_principal is not null) _principal.Principal = principal;
    }

    /// <summary>
    /// Kestrel's connection middleware: when the host asks the connection to finish, asks Kestrel to, which takes no further request of HTTP/1.1
    /// and sends GOAWAY in HTTP/2.
    /// </summary>
    public static ConnectionDelegate EndWhenAsked(ConnectionDelegate next) => async context =>
    {
        var kestrel = context.Features.GetRequiredFeature<IConnectionLifetimeNotificationFeature>();
        await using var asked = ((HandedOverConnection)context).CloseRequested.UnsafeRegister(
            static state => ((IConnectionLifetimeNotificationFeature)state!).RequestClose(), kestrel);
        await next(context);
    };

    public override void Abort(ConnectionAbortedException abortReason) => _inner.Abort(abortReason);

    public override void Abort() => _inner.Abort();

    public override ValueTask DisposeAsync()
    {
        _letGo.TrySetResult();
        return base.DisposeAsync();
    }
}
