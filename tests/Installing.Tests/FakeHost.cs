using System.Collections.Immutable;
using PluginFramework.Core.Configuration;
using PluginFramework.Core.Generations;
using PluginFramework.Core.Graph;
using PluginFramework.Core.Installing;
using PluginFramework.Core.Panels;
using PluginFramework.Core.Panels.BuiltIn;
using PluginFramework.Core.Startup;
using PluginFramework.Identity;
using PluginFramework.Loader.Discovery;
using PluginFramework.Loader.Feeds;
using PluginFramework.Loader.Manifests;
using PluginFramework.Loader.Store;
using PluginFramework.Network;
using PluginFramework.Panels;
using PluginFramework.Plugins;
using PluginFramework.TestUtilities;

namespace PluginFramework.Installing.Tests;

/// <summary>A host of a test's own whose plugins can be installed: it finds what is there and runs none of it.</summary>
internal sealed class FakeHost : IPluginHost, IInstallingHost, IPluginManager, IDisposable
{
    public static readonly Caller Operator = new("ann", "test") { Roles = [WellKnownRoles.Operator] };

    private readonly Lazy<PanelCatalog> _panels;

    public FakeHost()
    {
        Folder = new();
        Directory.CreateDirectory(Folder.Packages);
        Generations = new(Path.Combine(Folder.Root, "run"));
        Configure($$"""{ "feeds": { "sources": { "local": {{JsoncEditor.Quote(Folder.Packages)}} } } }""");
        _panels = new(() => new(() => InstallPanels.Of(this), Audit));
    }

    public FeedFolder Folder { get; }

    public FakeGenerations Generations { get; }

    public RecordingAuditLog Audit { get; } = new();

    public string ConfigurationFile => Path.Combine(Folder.Root, "pluginhost.json");

    public string RunDirectory => Path.Combine(Folder.Root, "run");

    /// <summary>Where plugins are dropped.</summary>
    public string Drops => Path.Combine(Folder.Root, "dropped");

    public HostConfigurationSources Sources => new() { FilePath = ConfigurationFile };

    public HostConfiguration Configuration => HostConfiguration.Load(Sources);

    public TimeProvider TimeProvider => TimeProvider.System;

    /// <summary>Contracts that the host provides.</summary>
    public ImmutableHashSet<ContractKey> HostContracts { get; set; } = [ContractKey.Of(typeof(IPluginContext))];

    public IPanelCatalog Panels => _panels.Value;

    IGenerations? IInstallingHost.Generations => Generations;

    HostConfigurationSources? IInstallingHost.Sources => Sources;

    public IPluginManager Plugins => this;

    public IEndpointCatalog Endpoints => throw new NotSupportedException();

    public ImmutableArray<TransportInfo> Transports => [];

    public void Configure(string text) => File.WriteAllText(ConfigurationFile, text);

    public PluginInstaller Installer(FeedLimits? limits = null) => new(new(Generations), this, () => Configuration, RunDirectory, TimeProvider, limits ?? FeedFolder.Quick);

    public Task<ActResult> ActAsync(string panel, string act, params ReadOnlySpan<(string Name, string Value)> arguments) =>
        Panels.ActAsync(panel, ActRequest.Of(act, arguments), Operator, cancellationToken: TestContext.Current.CancellationToken);

    public Task<ActResult> TryAsync(string panel, string act, params ReadOnlySpan<(string Name, string Value)> arguments) =>
        Panels.ActAsync(panel, ActRequest.Of(act, arguments) with { IsDryRun = true }, Operator, cancellationToken: TestContext.Current.CancellationToken);

    public Task<View> ViewAsync(string panel, string? subject = null) => Panels.ViewAsync(panel, Operator, subject, cancellationToken: TestContext.Current.CancellationToken);

    public async Task<CompositionSnapshot> TakeAsync(CancellationToken cancellationToken)
    {
        var options = new PluginWatcherOptions { Directories = [Drops, Generations.Plugins], SettleTime = TimeSpan.FromMilliseconds(20) };
        using var watcher = new PluginDirectoryWatcher(options, new ContentStore(Path.Combine(Folder.Root, "store")), TimeProvider);
        return new(await watcher.ScanAsync(cancellationToken), HostContracts, ImmutableDictionary<PluginVersionKey, Verdict>.Empty, null);
    }

    public void Dispose() => Folder.Dispose();

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task WhenSettledAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public T? GetExport<T>() where T : class => null;

    public ImmutableArray<PluginStatus> List() => [];

    public PluginStatus? Find(string id) => null;

    public Task<PluginStatus> ReloadAsync(string id, CancellationToken cancellationToken = default) => throw new PluginNotFoundException(id);

    public Task<PluginStatus> EnableAsync(string id, Caller caller, CancellationToken cancellationToken = default) => throw new PluginNotFoundException(id);

    public Task<PluginStatus> DisableAsync(string id, Caller caller, CancellationToken cancellationToken = default) => throw new PluginNotFoundException(id);
}
