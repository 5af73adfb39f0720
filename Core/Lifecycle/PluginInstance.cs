using System.Collections.Immutable;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PluginFramework.Core.Composition;
using PluginFramework.Core.Configuration;
using PluginFramework.Core.Graph;
using PluginFramework.Core.Network;
using PluginFramework.Core.Planning;
using PluginFramework.Loader.Contexts;
using PluginFramework.Loader.Manifests;
using PluginFramework.Network;

namespace PluginFramework.Core.Lifecycle;

/// <summary>One loaded, composed and started generation of a plugin. Made by <see cref="PluginActivator"/>, stopped once, however far it came.</summary>
internal sealed class PluginInstance
{
    private static readonly ContractKey HandlerContract = ContractKey.Of(typeof(ConnectionHandler));
    private static readonly ContractKey ServiceContract = ContractKey.Of(typeof(IHostedService));
    private readonly PluginContext _context;
    private readonly List<IHostedService> _started = [];
    private LoadedPlugin? _loaded;
    private PluginComposition? _composition;

    public PluginInstance(PluginNode node, HostConfiguration configuration, PluginContext context, LoadedPlugin loaded, PluginComposition composition)
    {
        Node = node;
        Configuration = configuration;
        Contracts = loaded.SharedContracts;
        _context = context;
        _loaded = loaded;
        _composition = composition;
    }

    /// <summary>What it was built with.</summary>
    public PluginNode Node { get; }

    public string Id => Node.Id;

    public string Version => Node.Candidate.Manifest!.Version;

    /// <summary>The configuration its options came from.</summary>
    public HostConfiguration Configuration { get; }

    /// <summary>The shared contract assemblies it uses.</summary>
    public ImmutableArray<SharedContract> Contracts { get; }

    /// <summary>What it offers to others; empty once stopped.</summary>
    public ImmutableArray<BridgedExport> Exports => _composition?.Exports ?? [];

    /// <summary>The protocols it serves; empty once stopped.</summary>
    public ImmutableArray<ServedProtocol> Protocols { get; private set; } = [];

    public RunningPlugin AsRunning() => new(Id, Node.Candidate.ContentHash, Configuration.DescribePluginSection(Id), Node.Imports, Contracts);

    /// <summary>Makes its parts. Runs their constructors.</summary>
    /// <exception cref="Exception">What one of them threw; what was made by then is disposed of by <see cref="StopAsync"/>.</exception>
    public void Compose(IEnumerable<BridgedExport> imports)
    {
        var composition = _composition!;
        try
        {
            composition.Compose(imports);
        }
        finally
        {
            foreach (var (typeName, part) in composition.Parts) _loaded!.Track(part, typeName);
        }

        Protocols = [.. composition.Exports.Where(export => export.Contract == HandlerContract).Select(Served)];
    }

    /// <summary>Starts its hosted services.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var service in HostedServices())
        {
            _started.Add(service);
            await service.StartAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Lets its connections finish.</summary>
    public Task DrainAsync(TimeSpan deadline) =>
        Task.WhenAll(Protocols.Select(served => served.Lease.DrainAsync(deadline, CancellationToken.None)));

    /// <summary>
    /// Stops services and parts, last made first, each with the time limit and each whatever the others do, and lets go of everything.
    /// </summary>
    /// <returns>What is left to unload; <see langword="null"/> where it was stopped before.</returns>
    public async Task<LoadedPlugin?> StopAsync(TimeSpan limit, TimeProvider timeProvider, ILogger logger)
    {
        if (Interlocked.Exchange(ref _loaded, null) is not { } loaded) return null;
        var composition = _composition!;
        await Bounded(() => { _context.Stop(); return Task.CompletedTask; }, "the Stopping token's callbacks").ConfigureAwait(false);
        foreach (var service in Enumerable.Reverse(_started))
            await Bounded(() => StopAsync(service), $"{service.GetType()}.StopAsync").ConfigureAwait(false);
        foreach (var (typeName, part) in composition.Parts.Reverse())
        {
            if (part is IAsyncDisposable asynchronous)
                await Bounded(() => asynchronous.DisposeAsync().AsTask(), $"{typeName}.DisposeAsync").ConfigureAwait(false);
            else if (part is IDisposable disposable)
                await Bounded(() => { disposable.Dispose(); return Task.CompletedTask; }, $"{typeName}.Dispose").ConfigureAwait(false);
        }

        await Bounded(() => { composition.Close(); return Task.CompletedTask; }, "disposal of its other parts").ConfigureAwait(false);
        _context.Dispose();
        _started.Clear();
        _composition = null;
        Protocols = [];
        return loaded;

        async Task StopAsync(IHostedService service)
        {
            using var late = new CancellationTokenSource(limit, timeProvider);
            await service.StopAsync(late.Token).ConfigureAwait(false);
        }

        async Task Bounded(Func<Task> action, string what)
        {
            try
            {
                await Task.Run(action).WaitAsync(limit, timeProvider).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                LifecycleLog.StopHung(logger, Id, what, limit);
            }
#pragma warning disable CA1031 // Whatever a plugin throws while it stops, the rest of it must still be stopped.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                LifecycleLog.StopThrew(logger, Id, what, exception);
            }
        }
    }

    private ServedProtocol Served(BridgedExport export) => new(
        (string)export.Metadata[nameof(ProtocolAttribute.Protocol)]!,
        Texts(export, nameof(ProtocolAttribute.Endpoints)),
        new HandlerLease(Id, (ConnectionHandler)export.Value, _context.TimeProvider)
        {
            ApplicationProtocols = Texts(export, nameof(ProtocolAttribute.ApplicationProtocols)),
        });

    /// <summary>None where the plugin was built before there was such metadata.</summary>
    private static ImmutableArray<string> Texts(BridgedExport export, string name) =>
        export.Metadata.GetValueOrDefault(name) is System.Collections.IEnumerable texts ? [.. texts.Cast<string>()] : [];

    private IEnumerable<IHostedService> HostedServices() =>
        _composition!.Exports.Where(export => export.Contract == ServiceContract).Select(export => (IHostedService)export.Value);
}
