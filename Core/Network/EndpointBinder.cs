using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace PluginFramework.Core.Network;

/// <summary>Makes listeners for an address, and words what goes wrong for the operator.</summary>
internal sealed class EndpointBinder(
    NetworkOptions options, string runDirectory, CertificateSource certificates, Func<string, IConnectionListenerFactory?> transports,
    SocketActivation activation)
{
    /// <summary>Binds an endpoint. <c>localhost</c> has a listener for each loopback address there is.</summary>
    /// <exception cref="EndpointException">It cannot be bound.</exception>
    public async Task<(EndpointAddress Bound, IReadOnlyList<IConnectionListener> Listeners)> BindAsync(
        EndpointBinding binding, CancellationToken cancellationToken)
    {
        var address = binding.Address;
        RefuseExposed(address, address.IsExposed);
        if (address.IsTls && !certificates.Has(out var error)) throw new EndpointException(error);
        var name = address.Scheme == EndpointScheme.Memory ? BuiltInTransports.Memory : options.Transport;
        var transport = transports(name)
            ?? throw new EndpointException($"There is no transport \"{name}\". See --help-transports, and install the plugin that offers it.");
        try
        {
            return address switch
            {
                { Host: "localhost" } => await BindLocalhostAsync(transport, address, cancellationToken).ConfigureAwait(false),
                { IsIp: true } => await BindIpAsync(transport, address, IPAddress.Parse(address.Host), cancellationToken).ConfigureAwait(false),
                { Scheme: EndpointScheme.Unix } => (address, [await BindUnixAsync(transport, address, cancellationToken).ConfigureAwait(false)]),
                { Scheme: EndpointScheme.Fd } => (address, [await BindDescriptorAsync(transport, address, cancellationToken).ConfigureAwait(false)]),
                _ => (address, [await transport.BindAsync(new MemoryEndPoint(address.Path), cancellationToken).ConfigureAwait(false)]),
            };
        }
        catch (Exception exception) when (exception is not (EndpointException or OperationCanceledException))
        {
            throw new EndpointException(Explain(binding, name, exception), exception);
        }
    }

    /// <summary>Whether the address may be bound as things stand.</summary>
    public bool IsAllowed(EndpointAddress address, IConnectionListener listener) =>
        options.AllowNonLoopback || !(address.Scheme == EndpointScheme.Fd ? IsExposed(listener.EndPoint) : address.IsExposed);

    private static bool IsExposed(EndPoint endPoint) => endPoint is IPEndPoint { Address: var ip }
        && !IPAddress.IsLoopback(ip.IsIPv4MappedToIPv6 ? ip.MapToIPv4() : ip);

    private void RefuseExposed(EndpointAddress address, bool isExposed)
    {
        if (!isExposed || options.AllowNonLoopback) return;
        throw new EndpointException(
            $"{address} can be reached from other machines, which is refused until there is an administrator. "
            + "Create one (`user add NAME --role operator`), and it is bound; or use 127.0.0.1.");
    }

    private static async Task<(EndpointAddress, IReadOnlyList<IConnectionListener>)> BindIpAsync(
        IConnectionListenerFactory transport, EndpointAddress address, IPAddress ip, CancellationToken cancellationToken)
    {
        var listener = await transport.BindAsync(new IPEndPoint(ip, address.Port), cancellationToken).ConfigureAwait(false);
        return (listener.EndPoint is IPEndPoint { Port: var port } ? address.WithPort(port) : address, [listener]);
    }

    private static async Task<(EndpointAddress, IReadOnlyList<IConnectionListener>)> BindLocalhostAsync(
        IConnectionListenerFactory transport, EndpointAddress address, CancellationToken cancellationToken)
    {
        var (bound, four) = await BindIpAsync(transport, address, IPAddress.Loopback, cancellationToken).ConfigureAwait(false);
        try
        {
            var (_, six) = await BindIpAsync(transport, bound, IPAddress.IPv6Loopback, cancellationToken).ConfigureAwait(false);
            return (bound, [.. four, .. six]);
        }
        catch (Exception exception) when (exception is SocketException || (exception is AddressInUseException && address.Port == 0))
        {
            // A machine without IPv6, or a port that was free for IPv4 only: every client tries 127.0.0.1 too.
            return (bound, four);
        }
        catch
        {
            foreach (var listener in four) await listener.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task<IConnectionListener> BindUnixAsync(
        IConnectionListenerFactory transport, EndpointAddress address, CancellationToken cancellationToken)
    {
        var path = Path.GetFullPath(Path.Combine(runDirectory, address.Path));
        if (transport is MemoryTransport) return await transport.BindAsync(new UnixDomainSocketEndPoint(path), cancellationToken).ConfigureAwait(false);
        await UnixSocketFile.PrepareAsync(path, cancellationToken).ConfigureAwait(false);
        var listener = await transport.BindAsync(new UnixDomainSocketEndPoint(path), cancellationToken).ConfigureAwait(false);
        UnixSocketFile.Restrict(path);
        return listener;
    }

    private async Task<IConnectionListener> BindDescriptorAsync(
        IConnectionListenerFactory transport, EndpointAddress address, CancellationToken cancellationToken)
    {
        RefuseExposed(address, IsExposed(activation.Inspect(address.Descriptor)));
        var handle = new FileHandleEndPoint((ulong)address.Descriptor, FileHandleType.Auto);
        activation.Take(address.Descriptor);
        return await transport.BindAsync(handle, cancellationToken).ConfigureAwait(false);
    }

    private static string Explain(EndpointBinding binding, string transport, Exception exception)
    {
        var address = binding.Address;
        var code = (exception as SocketException ?? exception.InnerException as SocketException)?.SocketErrorCode;
        return (exception, code) switch
        {
            (AddressInUseException, _) or (_, SocketError.AddressAlreadyInUse) =>
                $"{address} is in use, by another program or another endpoint of this host. Stop that program, or configure another address for {binding.Protocol}.",
            (_, SocketError.AccessDenied) when address is { IsIp: true, Port: < 1024 } =>
                $"{address} needs permission: ports below 1024 are the system's. Grant CAP_NET_BIND_SERVICE, have the service manager hand over "
                + "the socket (fd:3), or use a port from 1024 up.",
            (UnauthorizedAccessException, _) or (_, SocketError.AccessDenied) =>
                $"{address} needs permission ({exception.Message}). Give the daemon's user access, or configure another address for {binding.Protocol}.",
            (_, SocketError.AddressNotAvailable) =>
                $"No interface of this machine has the address of {address}. Configure one it has (`ip address` lists them).",
            (_, SocketError.TooManyOpenSockets) =>
                $"{address} cannot be bound: the process has as many files open as it may. Raise its limit (LimitNOFILE=, ulimit -n).",
            (NotSupportedException, _) =>
                $"The transport \"{transport}\" cannot bind {address} ({exception.Message}). Choose another with --transport.",
            _ => $"{address} cannot be bound ({exception.Message}). Configure another address for {binding.Protocol}.",
        };
    }
}
