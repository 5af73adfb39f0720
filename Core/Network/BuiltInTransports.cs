using System.Collections.Immutable;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace PluginFramework.Core.Network;

/// <summary>The transports that come with the host; plugins may export more.</summary>
public sealed class BuiltInTransports
{
    /// <summary>The name of the operating system's sockets.</summary>
    public const string Sockets = "sockets";

    /// <summary>The name of the in-memory transport.</summary>
    public const string Memory = "memory";

    // A listen queue that holds a burst of connections while a busy machine gets to accepting them; the system caps it at its own limit.
    private const int Backlog = 1024;

    private readonly Lazy<SocketTransportFactory> _sockets;

    /// <summary>The transports.</summary>
    public BuiltInTransports(ILoggerFactory loggers) : this(loggers, null)
    {
    }

    /// <param name="loggers">Makes loggers.</param>
    /// <param name="reserved">Sockets bound already; <see langword="null"/>: none.</param>
    internal BuiltInTransports(ILoggerFactory loggers, ReservedSockets? reserved) =>
        _sockets = new(() => new SocketTransportFactory(
            Options.Create(new SocketTransportOptions
            {
                Backlog = Backlog, CreateBoundListenSocket = endPoint => reserved?.Take(endPoint) ?? SocketTransportOptions.CreateDefaultBoundListenSocket(endPoint),
            }),
            loggers));

    /// <summary>Name and summary of each, for <c>--help-transports</c>.</summary>
    public static ImmutableArray<(string Name, string Summary)> All { get; } =
    [
        (Memory, "Inside this process: no port is opened. For tests and embedding."),
        (Sockets, "The operating system's sockets, as Kestrel uses them. The default."),
    ];

    /// <summary>The in-memory transport, whose <see cref="MemoryTransport.ConnectAsync"/> is the client's side.</summary>
    public MemoryTransport InMemory { get; } = new();

    /// <summary>The transport of that name, or <see langword="null"/>.</summary>
    public IConnectionListenerFactory? Find(string name) => name switch
    {
        Sockets => _sockets.Value,
        Memory => InMemory,
        _ => null,
    };
}
