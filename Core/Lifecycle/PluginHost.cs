using System.Collections.Immutable;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;
using PluginFramework.Core.Composition;
using PluginFramework.Core.Configuration;
using PluginFramework.Core.Configuration.Schema;
using PluginFramework.Core.Generations;
using PluginFramework.Core.Installing;
using PluginFramework.Core.Network;
using PluginFramework.Core.Panels;
using PluginFramework.Core.Panels.BuiltIn;
using PluginFramework.Core.Panels.Rendering;
using PluginFramework.Core.Startup;
using PluginFramework.Identity;
using PluginFramework.Loader.Contexts;
using PluginFramework.Loader.Discovery;
using PluginFramework.Loader.Locking;
using PluginFramework.Loader.Manifests;
using PluginFramework.Loader.Store;
using PluginFramework.Network;
using PluginFramework.Panels;
using PluginFramework.Plugins;

namespace PluginFramework.Core.Lifecycle;

/// <summary>Finds, composes, runs and watches plugins. The parts are wired here; the thinking is in <see cref="Reconciler"/>.</summary>
public sealed class PluginHost : IPluginHost, IConfigurableHost, IInstallingHost
{
    private readonly PluginHostSettings _settings;
    private readonly ILoggerFactory _loggers;
    private readonly ILogger _logger;
    private readonly TimeProvider _timeProvider;
    private readonly CancellationTokenSource _stopping = new();
    private readonly LifecycleQueue _queue;
    private readonly LiveExportRegistry _registry;
    private readonly HostNetwork _network;
    private readonly HostEndpoints _endpoints;
    private readonly ContentStore _store;
    private readonly PluginLoader _loader;
    private readonly OptionsInspector _options;
    private readonly PluginDirectoryWatcher _watcher;
    private readonly HostWatch _watch;
    private readonly StartJournal _journal;
    private readonly Verdicts _verdicts;
    private readonly Retirement _retirement;
    private readonly PluginActivator _activator;
    private readonly Reconciler _reconciler;
    private readonly GenerationStore _generationStore;
    private readonly GenerationControl _generations;
    private readonly GenerationUpkeep _upkeep;
    private readonly GenerationTrial _trial;
    private readonly ConfigurationKeeper _configured;
    private readonly StartSuspects _suspects;
    private readonly PluginSelection _selection;
    private Task _deciding = Task.CompletedTask;
    private int _isStarted;
    private int _hasUserChanges;

    // Read and written on the lifecycle thread.
    private Picture _picture;
    private bool _isStopped;

    private StatusBoard _board = StatusBoard.Empty;

    /// <summary>Makes a host; nothing is looked for or bound before <see cref="StartAsync"/>.</summary>
    /// <exception cref="HostConfigurationException">The configuration of the host itself is wrong.</exception>
    /// <exception cref="IOException">The run directory cannot be used.</exception>
    /// <exception cref="InvalidDataException">The list of quarantined plugins, or what is recorded of generations, is damaged.</exception>
    public PluginHost(PluginHostSettings settings, ILoggerFactory loggerFactory, TimeProvider timeProvider, IAuditLog auditLog)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(loggerFactory);
        // Before all else: a process that ended amid a change may have left the configuration to be written.
        _generationStore = GenerationStore.Open(settings.RunDirectory, settings.Sources?.FilePath);
        _settings = settings = ConfigurationKeeper.Refreshed(settings);
        _loggers = loggerFactory;
        _timeProvider = timeProvider;
        _logger = loggerFactory.CreateLogger<PluginHost>();
        _queue = new(_logger, _stopping.Token);
        _configured = new(settings, _logger, timeProvider);
        _picture = new([], ConfigurationCheck.Checked(settings.Configuration));
        _registry = new(timeProvider, loggerFactory.CreateLogger<LiveExportRegistry>());
        _network = HostNetwork.Create(settings.RunDirectory, settings.Configuration, FindTransport, loggerFactory, timeProvider, settings.Reserved);
        _endpoints = new(_network, GetExport<IUserManager>, timeProvider, _logger);

        // There from the start, it can be watched from the start.
        Directory.CreateDirectory(In("plugins"));
        _store = new(settings.RunDirectory, timeProvider);
        _watcher = new(new() { Directories = settings.PluginDirectories }, _store, timeProvider)
        {
            Installed = _generationStore.Installed.Of(_generationStore.Current.Lock),
        };
        _generations = new(
            _generationStore, new HostGenerations(this, settings, timeProvider, _stopping.Token), timeProvider, loggerFactory.CreateLogger<GenerationControl>());
        _upkeep = new(_generations, _logger, _stopping.Token);
        _watch = new(change => _queue.FollowAsync(() => TakeAsync(change)), _upkeep.RecordEditAsync, _logger, _stopping.Token);
        _loader = new(timeProvider);
        _options = new(_loader);
        _verdicts = new(new QuarantineFile(In("quarantine.json")));
        _journal = new(In("starting.journal"), _logger);
        _suspects = new(_journal, _verdicts, _generationStore, _logger);
        _suspects.Judge();

        _retirement = new(timeProvider, _logger) { DrainLimit = settings.Configuration.DrainTimeout };
        _retirement.Changed += () => _ = _queue.FollowAsync(PublishStatusAsync);
        Plugins = new PluginManager(this);
        Endpoints = _network.Endpoints;
        var panels = BuiltInPanels.Of(new HostFacts(this, _network, settings.RunDirectory, timeProvider)
        {
            Log = settings.LogHistory,
            Warnings = settings.Advice ?? (static () => []),
            PendingUnloads = () => _retirement.Pending,
            Leaks = () => _retirement.Leaks.Count,
        });
        Panels = new PanelCatalog(() => panels.Concat(PluginPanels()), auditLog);
        ImmutableArray<BridgedExport> hostExports =
        [
            BridgedExport.OfHost(Plugins), BridgedExport.OfHost(Endpoints), BridgedExport.OfHost<IConnectionCatalog>(_network.Endpoints), BridgedExport.OfHost(auditLog), BridgedExport.OfHost(Panels),
            BridgedExport.OfHost<IUserObserver>(new UserObserver(OnUserChanged)), BridgedExport.OfHost<IPackageResolver>(Packages()), .. ViewRenderers.Exports,
        ];
        _activator = new(
            _loader, _registry, _journal,
            new(ContextOf, hostExports, timeProvider, instance => _retirement.Add([instance]), () => _ = _queue.FollowAsync(() => ReconcileAsync([]))),
            _logger);
        _reconciler = new(_activator, _registry, _network.Dispatcher, _retirement, _verdicts, hostExports, _logger);
        _trial = new(_reconciler, _verdicts, _activator);
        _selection = new(settings, _reconciler, _verdicts);
    }

    /// <inheritdoc/>
    public IPluginManager Plugins { get; }

    /// <inheritdoc/>
    public IEndpointCatalog Endpoints { get; }

    /// <inheritdoc/>
    public IPanelCatalog Panels { get; }

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
        .. _reconciler.Graph.Nodes.SelectMany(node => node.Candidate.Manifest?.SharedExports ?? []).Select(export => export.Protocol).OfType<string>(),
    ];

    /// <inheritdoc/>
    IGenerations? IInstallingHost.Generations => _settings.Generations ?? _generations;

    /// <inheritdoc/>
    IGenerations? IConfigurableHost.Generations => _settings.Generations ?? _generations;

    /// <inheritdoc/>
    HostConfigurationSources? IInstallingHost.Sources => _settings.Sources;

    /// <inheritdoc/>
    HostConfiguration IInstallingHost.Configuration => Volatile.Read(ref _picture).Configuration;

    /// <inheritdoc/>
    string IInstallingHost.RunDirectory => _settings.RunDirectory;

    /// <inheritdoc/>
    TimeProvider IInstallingHost.TimeProvider => _timeProvider;

    /// <summary>Instances that are being stopped, or whose unload is not verified yet.</summary>
    public int PendingUnloads => _retirement.Pending;

    /// <summary>The numbered states of what is installed and configured.</summary>
    internal IGenerations Generations => _generations;

    /// <summary>It runs, or has run.</summary>
    internal bool IsStarted => Volatile.Read(ref _isStarted) != 0;

    /// <summary>How long a plugin may take to start, as configured by now.</summary>
    internal TimeSpan StartTimeout => Volatile.Read(ref _picture).Configuration.StartTimeout;

    /// <summary>The ids of the plugins that run.</summary>
    internal ImmutableArray<string> Active => [.. Board.Plugins.Where(plugin => plugin.State == PluginState.Active).Select(plugin => plugin.Id).Distinct()];

    /// <summary>What the host says of its plugins now.</summary>
    internal StatusBoard Board => Volatile.Read(ref _board);

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">It has been started before.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _isStarted, 1) != 0) throw new InvalidOperationException("A host is started once. Make another one.");
        await _queue.RunAsync(async () =>
        {
            var found = await _watcher.ScanAsync(cancellationToken).ConfigureAwait(false);
            _picture = _picture.With(Selected(found));
            _settings.BeforePlugins?.Invoke(EndpointPlanner.Expected(_picture));
            await ReconcileAsync([]).ConfigureAwait(false);
        }).ConfigureAwait(false);
        // A command that needs certain plugins needs them there, however slow they are.
        if (_settings.Only is { IsEmpty: false }) await WhenSettledAsync(cancellationToken).ConfigureAwait(false);
        if (!_settings.Watch) return;
        _watch.Start(_watcher, _configured.Watch(), _settings.ConfigurationTaken, CollectGarbage);
        if (_settings is { NoListen: false, Only: null }) _deciding = Task.Run(_upkeep.DecideAsync, CancellationToken.None);
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        // From here on the process ends on purpose, whoever is starting.
        if (!_stopping.IsCancellationRequested) _journal.Clear();
        await _stopping.CancelAsync().ConfigureAwait(false);
        _activator.Stop();
        await _watch.WhenEndedAsync(cancellationToken).ConfigureAwait(false);
        await _deciding.WaitAsync(cancellationToken).ConfigureAwait(false);
        await _queue.RunAsync(async () =>
        {
            if (_isStopped) return;
            _isStopped = true;
            await _endpoints.CloseAsync().ConfigureAwait(false);
            await _reconciler.StopAllAsync().ConfigureAwait(false);
            await PublishStatusAsync().ConfigureAwait(false);
        }).WaitAsync(cancellationToken).ConfigureAwait(false);
        await _retirement.WhenIdleAsync(verifyUnloads: false).WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public T? GetExport<T>() where T : class => (T?)_registry[ContractKey.Of(typeof(T))].FirstOrDefault()?.Value;

    /// <inheritdoc/>
    public IEnumerable<T> GetExports<T>() where T : class => _registry[ContractKey.Of(typeof(T))].Select(export => (T)export.Value);

    /// <inheritdoc/>
    public Task WhenSettledAsync(CancellationToken cancellationToken) => SettleAsync(static () => true, cancellationToken);

    /// <summary>When every stopped plugin has been unloaded, or what holds it has been found.</summary>
    public Task WhenUnloadedAsync() => _retirement.WhenIdleAsync(verifyUnloads: true);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_isStopped) await StopAsync(CancellationToken.None).ConfigureAwait(false);
        await _generations.DisposeAsync().ConfigureAwait(false);
        await _queue.DisposeAsync().ConfigureAwait(false);
        await _network.Endpoints.DisposeAsync().ConfigureAwait(false);
        _watcher.Dispose();
        _journal.Dispose();
        _stopping.Dispose();
    }

    /// <inheritdoc/>
    HostConfiguration IConfigurableHost.Configuration => Volatile.Read(ref _picture).Configuration;

    /// <inheritdoc/>
    HostConfiguration IConfigurableHost.ConfigurationAtStart => _settings.Configuration;

    /// <inheritdoc/>
    HostConfigurationSources? IConfigurableHost.Sources => _settings.Sources;

    /// <inheritdoc/>
    ImmutableArray<EndpointAddress> IConfigurableHost.ExpectedEndpoints => EndpointPlanner.Expected(Volatile.Read(ref _picture));

    /// <inheritdoc/>
    ImmutableArray<OptionsSchema> IConfigurableHost.DescribeOptions() =>
        [.. _reconciler.Graph.Nodes.DistinctBy(node => node.Id).OrderBy(node => node.Id, StringComparer.Ordinal).Select(_options.Describe)];

    /// <inheritdoc/>
    IEnumerable<string> IConfigurableHost.FindOptionProblems(HostConfiguration configuration, Func<string, bool> isMeant) =>
        _reconciler.Graph.Nodes.Where(node => isMeant(node.Id)).Select(node => _options.FindProblem(node, configuration)).OfType<string>();

    /// <inheritdoc/>
    async Task<bool> IConfigurableHost.TakeConfigurationAsync(CancellationToken cancellationToken)
    {
        if (_configured.Reload(Volatile.Read(ref _picture).Configuration) is not { } configuration) return false;
        await _queue.FollowAsync(() => TakeAsync(picture => picture.With(_configured.Watched ?? configuration))).WaitAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <inheritdoc/>
    Task<CompositionSnapshot> ICompositionView.TakeAsync(CancellationToken cancellationToken) => _queue.RunAsync(() => Task.FromResult(new CompositionSnapshot(
        _picture.Candidates, _reconciler.HostContracts, _verdicts.ForGraph(_picture.Configuration.Disabled),
        _settings.Only is { IsEmpty: true } ? null : [.. _reconciler.Running.Select(instance => instance.AsRunning())]))).WaitAsync(cancellationToken);

    /// <summary>Carries out a change asked for by name, and says how the plugin stands once it has started or failed.</summary>
    internal async Task<PluginStatus> ChangeAsync(string id, Func<ImmutableHashSet<string>> change, CancellationToken cancellationToken)
    {
        await QueueChangeAsync(id, change, cancellationToken).ConfigureAwait(false);
        return await WhenSettledAsync(id, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Switches a plugin on or off, and says how it stands once it has started or failed.</summary>
    internal async Task<PluginStatus> SetDisabledAsync(string id, bool isDisabled, Caller caller, CancellationToken cancellationToken)
    {
        using (await _generations.EnterAsync(cancellationToken).ConfigureAwait(false))
        {
            await QueueChangeAsync(
                id,
                () =>
                {
                    SetDisabled(id, isDisabled, caller);
                    return [];
                },
                cancellationToken).ConfigureAwait(false);
        }

        return await WhenSettledAsync(id, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes what runs follow a generation that has become the one in force, unless its plugins cannot even be read.</summary>
    internal Task<ImmutableSortedDictionary<string, string>> TakeAsync(Generation generation, IReadOnlyCollection<string> touched) => _queue.RunAsync(async () =>
    {
        var folders = _generationStore.Installed.Of(generation.Lock);
        var found = await _watcher.SetInstalledAsync(folders, CancellationToken.None).ConfigureAwait(false);
        var byLocation = found.Where(candidate => candidate.InstalledId is not null).ToDictionary(candidate => candidate.Location, StringComparer.Ordinal);
        var unusable = folders.Where(folder => touched.Contains(folder.Id))
            .Select(folder => (folder.Id, Problem: GenerationTrial.Unusable(folder, byLocation.GetValueOrDefault(folder.Path))))
            .Where(folder => folder.Problem is not null).ToImmutableSortedDictionary(folder => folder.Id, folder => folder.Problem!, StringComparer.Ordinal);
        // One that was good before may be broken by now; then the others go on as they can.
        if (!unusable.IsEmpty && generation.State == GenerationState.OnTrial) return unusable;

        _picture = _picture.With(_configured.Take(_picture.Configuration, generation));
        _suspects.ReleaseRolledBack();
        foreach (var id in touched) _verdicts.Forgive(id);
        await TakeAsync(picture => picture.With(_watcher.Latest)).ConfigureAwait(false);
        return ImmutableSortedDictionary<string, string>.Empty;
    });

    /// <summary>Looks whether the plugins of a generation are well, and says when to look again.</summary>
    internal Task<(GenerationTrial.Finding Finding, Task Settled)> LookAsync(
        Generation generation, IReadOnlyCollection<string> touched, IReadOnlyCollection<string> active) => _queue.RunAsync(async () =>
    {
        // What has started meanwhile is to be taken.
        await ReconcileAsync([]).ConfigureAwait(false);
        var folders = _generationStore.Installed.Of(generation.Lock).Where(folder => touched.Contains(folder.Id)).ToImmutableDictionary(folder => folder.Id, folder => folder.Path);
        return (_trial.Look(active, folders, generation.Waiting), _activator.WhenNextSettledAsync());
    });

    private async Task QueueChangeAsync(string id, Func<ImmutableHashSet<string>> change, CancellationToken cancellationToken) =>
        await _queue.RunAsync(async () =>
        {
            if (Board.Find(id) is null) throw new PluginNotFoundException(id);
            cancellationToken.ThrowIfCancellationRequested();
            var reloads = change();
            _verdicts.Forgive(id);
            await ReconcileAsync(reloads).ConfigureAwait(false);
        }).ConfigureAwait(false);

    private async Task<PluginStatus> WhenSettledAsync(string id, CancellationToken cancellationToken)
    {
        await SettleAsync(() => _activator.IsPending(id), cancellationToken).ConfigureAwait(false);
        return Board.Find(id) ?? throw new PluginNotFoundException(id);
    }

    /// <summary>Switches a plugin on or off in the configuration file and reads it again. On the lifecycle thread.</summary>
    private void SetDisabled(string id, bool isDisabled, Caller caller)
    {
        if (!isDisabled) _verdicts.Release(id);
        if (_picture.Configuration.Disabled.Contains(id) == isDisabled) return;
        _picture = _picture.With(_configured.SetDisabled(
            _picture.Configuration, id, isDisabled, text => _generations.SetConfiguration(isDisabled ? $"Disabled {id}" : $"Enabled {id}", caller, text)));
    }

    private PackageResolver Packages() => new(
        () => _settings.Sources is { } sources ? HostConfiguration.Load(sources) : Volatile.Read(ref _picture).Configuration,
        () => ((IInstallingHost)this).Generations?.Current.Lock ?? PluginLockFile.Empty,
        _settings.RunDirectory, _timeProvider);

    private string In(params ReadOnlySpan<string> names) => Path.Combine([_settings.RunDirectory, .. names]);

    private IConnectionListenerFactory? FindTransport(string name) =>
        (IConnectionListenerFactory?)_registry[ContractKey.Of(typeof(IConnectionListenerFactory))]
            .FirstOrDefault(export => export.Metadata.GetValueOrDefault(nameof(TransportAttribute.Transport)) as string == name)?.Value;

    private IEnumerable<NamedPanel> PluginPanels() =>
        _registry[ContractKey.Of(typeof(IPanel))].Select(export => NamedPanel.Of(export.PluginId, (IPanel)export.Value, export.Metadata));

    private PluginContext ContextOf(PluginManifest manifest, Type? optionsType, HostConfiguration configuration)
    {
        if (optionsType is null) configuration.CheckNoPluginOptions(manifest.Id);
        var options = optionsType is null ? null : configuration.BindPluginOptions(optionsType, manifest.Id);
        return new(manifest.Id, manifest.Version, In("data", manifest.Id), options, _loggers, _timeProvider);
    }

    /// <summary>For the watches: a change of what was found or configured.</summary>
    private Task TakeAsync(Func<Picture, Picture> change)
    {
        var next = change(_picture);
        _picture = next.With(Selected(next.Candidates));
        _retirement.DrainLimit = _network.Options.DrainDeadline = next.Configuration.DrainTimeout;
        return ReconcileAsync([]);
    }

    private async Task SettleAsync(Func<bool> isPending, CancellationToken cancellationToken)
    {
        // What has come to an end while others were looked at is to be taken, too.
        while (!_isStopped && _activator.HasPending && isPending())
        {
            await _activator.WhenNextSettledAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
            if (!await _queue.FollowAsync(() => ReconcileAsync([])).ConfigureAwait(false)) return;
        }
    }

    private async Task ReconcileAsync(ImmutableHashSet<string> reloads)
    {
        if (_isStopped) return;
        if (_settings.Only is { IsEmpty: true })
        {
            _reconciler.Inspect(_picture);
            await PublishStatusAsync().ConfigureAwait(false);
            return;
        }

        await _reconciler.ReconcileAsync(_picture, reloads).ConfigureAwait(false);
        try
        {
            await ApplyEndpointsAsync().ConfigureAwait(false);
        }
        finally
        {
            // A plugin is told to be active when its endpoints are open.
            await PublishStatusAsync().ConfigureAwait(false);
        }
    }

    private async Task ApplyEndpointsAsync()
    {
        if (_settings.NoListen || _stopping.IsCancellationRequested) return;
        // A protocol nobody serves comes back by itself unless an operator switched its plugin off.
        await _endpoints.ApplyAsync(_reconciler.Running, _picture.Configuration, protocol => !_reconciler.Graph.IsSwitchedOff(protocol), _stopping.Token).ConfigureAwait(false);
        if (_endpoints.Linger is { } linger) _ = CloseLingeringAsync(linger);
    }

    /// <summary>Whether there is an operator may have changed. However many users change, one look at a time is enough.</summary>
    private void OnUserChanged()
    {
        if (Interlocked.Exchange(ref _hasUserChanges, 1) != 0) return;
        _ = _queue.FollowAsync(() =>
        {
            Volatile.Write(ref _hasUserChanges, 0);
            return ApplyEndpointsAsync();
        });
    }

    private async Task CloseLingeringAsync(TimeSpan linger)
    {
        await Task.Delay(linger, _timeProvider, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _queue.FollowAsync(ApplyEndpointsAsync).ConfigureAwait(false);
    }

    private Task PublishStatusAsync()
    {
        Volatile.Write(ref _board, StatusBoard.Of(_reconciler, _retirement, _generations.Notes, _isStopped));
        return Task.CompletedTask;
    }

    private ImmutableArray<PluginCandidate> Selected(ImmutableArray<PluginCandidate> found) => _selection.Of(found, _picture.Configuration.Disabled);

    /// <summary>Deletes the copies of what earlier runs found. Nothing is copied meanwhile: the watch has not begun.</summary>
    private void CollectGarbage()
    {
        try
        {
            var deleted = _store.CollectGarbage(_picture.Candidates.Select(candidate => candidate.StorePath).Concat(_loader.PathsInUse));
            if (deleted > 0) LifecycleLog.GarbageCollected(_logger, deleted);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LifecycleLog.GarbageStays(_logger, exception);
        }
    }
}
