using System.Collections.Immutable;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;
using PluginFramework.Network;

namespace PluginFramework.Core.Network;

/// <summary>Owns the host's listening sockets and its connections. Safe for use from any thread.</summary>
public sealed class EndpointManager : IEndpointCatalog, IConnectionCatalog, IAsyncDisposable
{
    private readonly EndpointBinder _binder;
    private readonly ConnectionServer _server;
    private readonly ILogger _log;

    // One change at a time; the fields below are written while it is held.
    private readonly SemaphoreSlim _change = new(1);
    private ImmutableArray<Endpoint> _endpoints = [];
    private ImmutableArray<Task> _retiring = [];
    private bool _isDisposed;

    /// <summary>Makes the host's network; nothing is bound yet.</summary>
    /// <param name="dispatcher">Who serves each protocol.</param>
    /// <param name="certificates">The certificate for TLS.</param>
    /// <param name="options">Limits, validated.</param>
    /// <param name="runDirectory">Where relative paths begin.</param>
    /// <param name="transports">
    /// A transport by name, or <see langword="null"/> where there is none: <see cref="BuiltInTransports.Find"/> and the plugins' own.
    /// </param>
    /// <param name="clock">The clock of all time limits.</param>
    /// <param name="loggers">Makes loggers.</param>
    public EndpointManager(
        ConnectionDispatcher dispatcher, CertificateSource certificates, NetworkOptions options, string runDirectory,
        Func<string, IConnectionListenerFactory?> transports, TimeProvider clock, ILoggerFactory loggers)
        : this(dispatcher, certificates, options, runDirectory, transports, clock, loggers,
            new SocketActivation(Environment.GetEnvironmentVariable, Environment.ProcessId))
    {
    }

    internal EndpointManager(
        ConnectionDispatcher dispatcher, CertificateSource certificates, NetworkOptions options, string runDirectory,
        Func<string, IConnectionListenerFactory?> transports, TimeProvider clock, ILoggerFactory loggers, SocketActivation activation)
    {
        _log = loggers.CreateLogger<EndpointManager>();
        _server = new(dispatcher, certificates, options, clock, _log);
        _binder = new(options, Path.GetFullPath(runDirectory), certificates, transports, activation);
    }

    /// <inheritdoc/>
    public ImmutableArray<EndpointStatus> List() => [.. _endpoints.Select(endpoint => endpoint.Status)];

    /// <summary>
    /// Makes the endpoints those wanted: closes what is gone, binds what is new or could not be bound before, and leaves alone what stays,
    /// the same listening socket included. Connections open on a closed endpoint go on.
    /// </summary>
    /// <returns>Every endpoint wanted, as <see cref="List"/> has it. One that could not be bound says why, and hinders no other.</returns>
    /// <exception cref="OperationCanceledException">Cancelled; what had been changed by then stays so.</exception>
    /// <exception cref="ObjectDisposedException">The host is stopping.</exception>
    public async Task<ImmutableArray<EndpointStatus>> ApplyAsync(
        ImmutableArray<EndpointBinding> wanted, CancellationToken cancellationToken = default)
    {
        await _change.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            var ordered = wanted.Distinct()
                .OrderBy(binding => binding.Protocol, StringComparer.Ordinal)
                .ThenBy(binding => binding.Address.ToString(), StringComparer.Ordinal)
                .ToImmutableArray();

            // Closed first: a protocol may be given the address that another leaves.
            await CloseAsync(endpoint => !ordered.Contains(endpoint.Binding) || !endpoint.IsAllowed(_binder)).ConfigureAwait(false);
            foreach (var binding in ordered.Where(binding => !_endpoints.Any(endpoint => endpoint.Binding == binding && endpoint.Bound is not null)))
                Put(await BindAsync(binding, cancellationToken).ConfigureAwait(false));
            return List();
        }
        finally
        {
            _change.Release();
        }
    }

    /// <summary>Stops listening, asks every connection to finish, and aborts those that have not by the drain deadline.</summary>
    public async ValueTask DisposeAsync()
    {
        await _change.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_isDisposed) return;
            _isDisposed = true;
            await CloseAsync(_ => true).ConfigureAwait(false);
            var result = await _server.DrainAsync().ConfigureAwait(false);
            if (result.Aborted > 0) NetworkLog.AbortedAtStop(_log, result.Aborted, result.Stuck);
            await Task.WhenAll(_retiring).ConfigureAwait(false);
        }
        finally
        {
            _change.Release();
        }
    }

    /// <inheritdoc/>
    ImmutableArray<OpenConnection> IConnectionCatalog.List(string? userId) => _server.ListOpen(userId);

    /// <inheritdoc/>
    bool IConnectionCatalog.End(string connectionId, string reason) => _server.BeginEnd(connectionId, reason);

    /// <summary>The open connections in the order they came.</summary>
    internal ImmutableArray<ConnectionStatus> ListConnections() => _server.List();

    /// <summary>Ends one connection: asks its handler to finish, and aborts it at the drain deadline.</summary>
    /// <returns>How it ended, at the latest a second after the deadline; <see langword="null"/> where there is no connection of that id.</returns>
    internal Task<ConnectionEnd?> EndConnectionAsync(string id, string reason) => _server.EndAsync(id, reason);

    private async Task CloseAsync(Func<Endpoint, bool> isGone)
    {
        foreach (var endpoint in _endpoints.Where(isGone))
        {
            if (endpoint.Bound is { } bound)
                _retiring = [.. _retiring.Where(task => !task.IsCompleted), await bound.CloseAsync().ConfigureAwait(false)];
            _endpoints = _endpoints.Remove(endpoint);
        }
    }

    private async Task<Endpoint> BindAsync(EndpointBinding binding, CancellationToken cancellationToken)
    {
        if (binding.Address.Place is { } place
            && _endpoints.FirstOrDefault(other => other.Bound is not null && other.Binding.Address.Place == place) is { } rival)
        {
            return new(binding, null, [], $"{binding.Address} is taken by {rival.Binding.Protocol} of this host ({rival.Binding.Address}). "
                + "Configure another address for one of the two.");
        }

        try
        {
            var (address, listeners) = await _binder.BindAsync(binding, cancellationToken).ConfigureAwait(false);
            var bound = new BoundEndpoint(binding, address, [.. listeners], _server);
            bound.Start();
            return new(binding, bound, [.. listeners], null);
        }
        catch (EndpointException exception)
        {
            NetworkLog.NotBound(_log, binding.Protocol, binding.Address, exception.Message);
            return new(binding, null, [], exception.Message);
        }
    }

    private void Put(Endpoint endpoint) => _endpoints =
    [
        .. _endpoints.Where(other => other.Binding != endpoint.Binding).Append(endpoint)
            .OrderBy(other => other.Binding.Protocol, StringComparer.Ordinal)
            .ThenBy(other => other.Binding.Address.ToString(), StringComparer.Ordinal),
    ];

    private sealed record Endpoint(
        EndpointBinding Binding, BoundEndpoint? Bound, ImmutableArray<IConnectionListener> Listeners, string? Error)
    {
        public EndpointStatus Status =>
            new(Binding.Protocol, (Bound?.Address ?? Binding.Address).ToString(), Error, Bound?.Connections.Count ?? 0);

        public bool IsAllowed(EndpointBinder binder) => Listeners.All(listener => binder.IsAllowed(Binding.Address, listener));
    }
}
