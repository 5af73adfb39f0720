using System.Collections.Immutable;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;
using PluginFramework.Core.Composition;
using PluginFramework.Core.Configuration;
using PluginFramework.Core.Graph;
using PluginFramework.Core.Network;
using PluginFramework.Core.Startup;
using PluginFramework.Identity;
using PluginFramework.Loader.Contexts;
using PluginFramework.Loader.Discovery;
using PluginFramework.Loader.Manifests;
using PluginFramework.Loader.Store;
using PluginFramework.Network;
using PluginFramework.Plugins;

namespace PluginFramework.Core.Lifecycle;

/// <summary>Finds, composes, runs and watches plugins. The parts are wired here; the thinking is in <see cref="Reconciler"/>.</summary>
public sealed class PluginHost : IPluginHost
{
    /// <summary>How long a part or service of a plugin may take to stop.</summary>
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(5);

    /// <summary>How long a load context may take to be freed before what holds it is looked for.</summary>
    private static readonly TimeSpan UnloadTimeout = TimeSpan.FromSeconds(10);

    private readonly PluginHostSettings _settings;
    private readonly ILogger _logger;
    private readonly TimeProvider _timeProvider;
    private readonly CancellationTokenSource _stopping = new();
    private readonly LifecycleQueue _queue = new();
    private readonly LiveExportRegistry _registry;
    private readonly HostNetwork _network;
    private readonly EndpointPlanner _endpointPlanner;
    private readonly PluginDirectoryWatcher _watcher;
    private readonly StartJournal _journal;
    private readonly Verdicts _verdicts;
    private readonly Retirement _retirement;
    private readonly Reconciler _reconciler;
    private readonly PluginLoader _loader;

    // Read and written on the lifecycle thread.
    private HostConfiguration _configuration;
    private ImmutableArray<PluginCandidate> _candidates = [];
    private Task _watching = Task.CompletedTask;
    private bool _stopped;

    private StatusBoard _board = StatusBoard.Empty;

    /// <summary>Makes a host; nothing is looked for or bound before <see cref="StartAsync"/>.</summary>
    /// <exception cref="HostConfigurationException">The configuration of the host itself is wrong.</exception>
    /// <exception cref="IOException">The run directory cannot be used.</exception>
    public PluginHost(PluginHostSettings settings, ILoggerFactory loggerFactory, TimeProvider timeProvider, IAuditLog auditLog)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(loggerFactory);
        _settings = settings;
        _configuration = settings.Configuration;
        _timeProvider = timeProvider;
        _logger = loggerFactory.CreateLogger<PluginHost>();
        _registry = new(loggerFactory.CreateLogger<LiveExportRegistry>());

        var problems = ConfigurationCheck.Problems(_configuration).ToList();
        if (problems.Count > 0) throw new HostConfigurationException(string.Join(Environment.NewLine, problems));
        _network = HostNetwork.Create(settings.RunDirectory, _configuration, FindTransport, loggerFactory, timeProvider);
        _endpointPlanner = new(_network.Options.HoldTime, timeProvider);

        // There from the start, it can be watched from the start.
        Directory.CreateDirectory(In("plugins"));
        _watcher = new(new() { Directories = settings.PluginDirectories }, new ContentStore(settings.RunDirectory, timeProvider), timeProvider);
        _loader = new(timeProvider);
        _verdicts = new(new QuarantineFile(In("quarantine.json")));
        _journal = new(In("starting.journal"), out var crashed);
        if (crashed is { } culprit)
        {
            _verdicts.Quarantine(culprit.Id, culprit.ContentHash);
            LifecycleLog.Quarantined(_logger, culprit.Id);
        }

        Plugins = new PluginManager(this);
        Endpoints = _network.Endpoints;
        ImmutableArray<BridgedExport> hostExports =
            [BridgedExport.OfHost(Plugins), BridgedExport.OfHost(Endpoints), BridgedExport.OfHost(auditLog)];
        _retirement = new(new(_configuration.DrainTimeout, StopTimeout, UnloadTimeout), timeProvider, _logger);
        var activator = new PluginActivator(
            _loader, _registry, _journal,
            new(ContextOf, hostExports, _configuration.StartTimeout, timeProvider, instance => _retirement.Add([instance])), _logger);
        _reconciler = new(activator, _registry, _network.Dispatcher, _retirement, _verdicts, hostExports, _logger);

        PluginContext ContextOf(PluginManifest manifest, Type? optionsType)
        {
            if (optionsType is null) _configuration.CheckNoPluginOptions(manifest.Id);
            var options = optionsType is null ? null : _configuration.BindPluginOptions(optionsType, manifest.Id);
            return new(manifest.Id, manifest.Version, In("data", manifest.Id), options, loggerFactory, timeProvider);
        }
    }

    /// <inheritdoc/>
    public IPluginManager Plugins { get; }

    /// <inheritdoc/>
    public IEndpointCatalog Endpoints { get; }

    /// <inheritdoc/>
    public ImmutableArray<TransportInfo> Transports =>
    [
        .. BuiltInTransports.All.OrderBy(transport => transport.Name == BuiltInTransports.Sockets ? 0 : 1).Select(transport => new TransportInfo(transport.Name, transport.Summary)),
        .. _reconciler.Graph.Order.SelectMany(node => node.Candidate.Manifest!.SharedExports)
            .Where(export => export.Metadata.ContainsKey(nameof(TransportAttribute.Transport)))
            .Select(export => new TransportInfo(
                (string)export.Metadata[nameof(TransportAttribute.Transport)]!, export.Metadata.GetValueOrDefault(nameof(TransportAttribute.Summary)) as string)),
    ];

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Protocols =>
    [
        .. _reconciler.Graph.Nodes.SelectMany(node => node.Candidate.Manifest?.SharedExports ?? [])
            .Select(export => export.Metadata.GetValueOrDefault(nameof(ProtocolAttribute.Protocol))).OfType<string>(),
    ];

    /// <summary>Instances that are being stopped, or whose unload is not verified yet.</summary>
    public int PendingUnloads => _retirement.Pending;

    /// <summary>What the host says of its plugins now.</summary>
    internal StatusBoard Board => Volatile.Read(ref _board);

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await _queue.RunAsync(async () =>
        {
            _candidates = Needed(await _watcher.ScanAsync(cancellationToken).ConfigureAwait(false));
            await ReconcileAsync([], cancellationToken).ConfigureAwait(false);
        }).ConfigureAwait(false);
        if (_settings.Watch) _watching = Task.WhenAll(WatchAsync(WatchPluginsAsync), WatchAsync(WatchConfigurationAsync));
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _watching.ConfigureAwait(false);
        await _queue.RunAsync(async () =>
        {
            if (_stopped) return;
            _stopped = true;
            await _network.Endpoints.ApplyAsync([], CancellationToken.None).ConfigureAwait(false);
            _reconciler.StopAll();
            PublishStatus();
        }).ConfigureAwait(false);
        await _retirement.WhenIdleAsync(verifyUnloads: false).WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public T? GetExport<T>() where T : class => (T?)_registry[ContractKey.Of(typeof(T))].FirstOrDefault()?.Value;

    /// <summary>When every stopped plugin has been unloaded, or what holds it has been found.</summary>
    public Task WhenUnloadedAsync() => _retirement.WhenIdleAsync(verifyUnloads: true);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_stopped) await StopAsync(CancellationToken.None).ConfigureAwait(false);
        await _queue.DisposeAsync().ConfigureAwait(false);
        await _network.Endpoints.DisposeAsync().ConfigureAwait(false);
        _watcher.Dispose();
        _journal.Dispose();
        _stopping.Dispose();
    }

    /// <summary>Carries out a change on the lifecycle thread and says how the plugin stands afterwards.</summary>
    internal Task<PluginStatus> ChangeAsync(string id, Func<ImmutableHashSet<string>> change, CancellationToken cancellationToken) =>
        _queue.RunAsync(async () =>
        {
            if (Board.Find(id) is null) throw new PluginNotFoundException(id);
            cancellationToken.ThrowIfCancellationRequested();
            _verdicts.Forgive(id);
            var reloads = change();
            await ReconcileAsync(reloads, cancellationToken).ConfigureAwait(false);
            return Board.Find(id) ?? throw new PluginNotFoundException(id);
        });

    /// <summary>Switches a plugin on or off in the configuration file and reads it again. On the lifecycle thread.</summary>
    internal void SetDisabled(string id, bool isDisabled)
    {
        if (!isDisabled) _verdicts.Release(id);
        if (_configuration.Disabled.Contains(id) == isDisabled) return;
        if (_settings.Sources is { } sources)
        {
            ConfigurationFile.SetDisabled(_configuration.FilePath, id, isDisabled);
            var changed = HostConfiguration.Load(sources);
            var problems = ConfigurationCheck.Problems(changed).ToList();
            if (problems.Count > 0) throw new HostConfigurationException(string.Join(Environment.NewLine, problems));
            _configuration = changed;
        }
        else
        {
            _configuration = _configuration.WithDisabled(id, isDisabled);
        }
    }

    private string In(params ReadOnlySpan<string> names) => Path.Combine([_settings.RunDirectory, .. names]);

    private IConnectionListenerFactory? FindTransport(string name) =>
        (IConnectionListenerFactory?)_registry[ContractKey.Of(typeof(IConnectionListenerFactory))]
            .FirstOrDefault(export => export.Metadata.GetValueOrDefault(nameof(TransportAttribute.Transport)) as string == name)?.Value;

    private async Task ReconcileAsync(ImmutableHashSet<string> reloads, CancellationToken cancellationToken)
    {
        if (_stopped) return;
        if (_settings.Only is { IsEmpty: true })
        {
            _reconciler.Inspect(_candidates, _configuration);
            PublishStatus();
            return;
        }

        _loader.Prepare(_candidates);
        await _reconciler.ReconcileAsync(_candidates, _configuration, reloads).ConfigureAwait(false);
        PublishStatus();
        await ApplyEndpointsAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task ApplyEndpointsAsync(CancellationToken cancellationToken)
    {
        if (_settings.NoListen || _stopped) return;
        var wanted = _endpointPlanner.Wanted(_reconciler.Running, _configuration, MayReturn);
        _network.Options.AllowNonLoopback = await HasOperatorAsync(cancellationToken).ConfigureAwait(false);
        await _network.Endpoints.ApplyAsync(wanted, cancellationToken).ConfigureAwait(false);
        if (_endpointPlanner.IsLingering) _ = CloseLingeringAsync();
    }

    /// <summary>Other machines are let in once somebody can administer this one: whoever came first could become administrator otherwise.</summary>
    private async Task<bool> HasOperatorAsync(CancellationToken cancellationToken)
    {
        if (_network.Options.AllowNonLoopback) return true;
        if (GetExport<IUserManager>() is not { } users) return false;
        try
        {
            var operators = await Task.Run(() => users.ListAsync(new() { Role = WellKnownRoles.Operator }, cancellationToken), cancellationToken)
                .WaitAsync(StopTimeout, _timeProvider, cancellationToken).ConfigureAwait(false);
            return operators.Any(user => !user.IsDisabled);
        }
#pragma warning disable CA1031 // The user database is a plugin: whatever it throws, loopback endpoints must be bound all the same.
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LifecycleLog.OperatorsUnknown(_logger, exception);
            return false;
        }
    }

    /// <summary>A protocol nobody serves comes back by itself unless an operator switched its plugin off.</summary>
    private bool MayReturn(string protocol) => !Board.IsSwitchedOff(protocol);

    private async Task CloseLingeringAsync()
    {
        try
        {
            await Task.Delay(_endpointPlanner.Linger, _timeProvider, _stopping.Token).ConfigureAwait(false);
            await _queue.RunAsync(() => ApplyEndpointsAsync(_stopping.Token)).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
        {
            // The host stops, and closes them all.
        }
    }

    private void PublishStatus() =>
        Volatile.Write(ref _board, StatusBoard.Of(_reconciler.Graph, _reconciler.Running, _verdicts, _retirement.Leaks, _stopped));

    /// <summary>For a command that needs certain contracts only: their providers and what those import.</summary>
    private ImmutableArray<PluginCandidate> Needed(ImmutableArray<PluginCandidate> found)
    {
        if (_settings.Only is not { IsEmpty: false } only) return found;
        var graph = GraphBuilder.Build(new() { Candidates = found, HostExports = _reconciler.HostContracts, Verdicts = _verdicts.ForGraph(_configuration.Disabled) });
        var roots = graph.Order.Where(node => node.Candidate.Manifest!.SharedExports.Any(export => only.Contains(export.Contract.TypeName)));
        var closure = graph.ClosureOf(roots.Select(node => node.Id));
        return [.. found.Where(candidate => candidate.Manifest is { } manifest && closure.Contains(manifest.Id))];
    }

    private async Task WatchAsync(Func<Task> watch)
    {
        try
        {
            await watch().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The host stops.
        }
#pragma warning disable CA1031 // What runs goes on running; that changes are no longer seen must be known.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LifecycleLog.WatchEnded(_logger, exception);
        }
    }

    private async Task WatchPluginsAsync()
    {
        await foreach (var found in _watcher.WatchAsync(_stopping.Token).ConfigureAwait(false))
        {
            await TryAsync(async () =>
            {
                var before = _candidates;
                _candidates = Needed(found);
                _verdicts.ForgetKept();
                ForgiveDependants([.. _candidates.Except(before), .. before.Except(_candidates)]);
                await ReconcileAsync([], _stopping.Token).ConfigureAwait(false);
            }).ConfigureAwait(false);
        }
    }

    private async Task WatchConfigurationAsync()
    {
        if (_settings.Sources is not { } sources) return;
        var monitor = new HostConfigurationMonitor(sources, _configuration, ConfigurationCheck.Problems, _logger, _timeProvider);
        await using var owned = monitor.ConfigureAwait(false);
        await foreach (var configuration in monitor.ReadChangesAsync(_stopping.Token).ConfigureAwait(false))
        {
            _settings.ConfigurationTaken?.Invoke(configuration);
            await TryAsync(async () =>
            {
                foreach (var id in _verdicts.Failed.Where(id => configuration.DescribePluginSection(id) != _configuration.DescribePluginSection(id)))
                    _verdicts.Forgive(id);
                _configuration = configuration;
                await ReconcileAsync([], _stopping.Token).ConfigureAwait(false);
            }).ConfigureAwait(false);
        }
    }

    /// <summary>A failed plugin deserves another try when something it imports from has come, gone or changed.</summary>
    private void ForgiveDependants(ImmutableArray<PluginCandidate> changed)
    {
        var contracts = changed.SelectMany(candidate => candidate.Manifest?.SharedExports ?? []).Select(export => export.Contract).ToHashSet();
        foreach (var id in _verdicts.Failed)
        {
            var manifest = _candidates.FirstOrDefault(candidate => candidate.Manifest?.Id == id)?.Manifest;
            if (manifest is null || manifest.Imports.Any(import => contracts.Contains(import.Contract))) _verdicts.Forgive(id);
        }
    }

    private async Task TryAsync(Func<Task> change)
    {
        try
        {
            await _queue.RunAsync(change).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The watch must go on: what one change ran into is logged, and the next picture is complete in itself.
        catch (Exception exception) when (!_stopping.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LifecycleLog.ReconcileFailed(_logger, exception);
        }
    }
}
