using System.Collections.Immutable;
using PluginFramework.Core.Configuration;
using PluginFramework.Core.Configuration.Schema;
using PluginFramework.Core.Network;
using PluginFramework.Core.Panels;
using PluginFramework.Core.Panels.BuiltIn;
using PluginFramework.Identity;
using PluginFramework.Identity.Changes;
using PluginFramework.Identity.Keys;
using PluginFramework.Identity.Removal;
using PluginFramework.Identity.Sessions;
using PluginFramework.TestUtilities;
using PluginFramework.Network;
using PluginFramework.Panels;
using PluginFramework.Plugins;
using PluginFramework.Web;

namespace PluginFramework.Core.Startup.Tests;

/// <summary>A host of three plugins that a test sets up.</summary>
internal sealed class FakePluginHost(PluginHostSettings settings, FakeUserManager? users, IAuditLog audit)
    : IPluginHost, IPluginManager, IEndpointCatalog, IConfigurableHost
{
    private ImmutableArray<PluginStatus> _plugins =
    [
        new("ftp", "1.0.0", PluginState.Failed, "threw"),
        new("identity", "1.0.0", PluginState.Active, null) { Exports = ["IUserManager"] },
        new("irc", "1.2.0", PluginState.Waiting, "needs IChatNetwork") { Imports = [new("IChatNetwork", "one", []), new("IUserManager", "one", ["identity"])] },
    ];

    private HostConfiguration _configuration = settings.Configuration;

    public PluginHostSettings Settings { get; } = settings;

    public Func<CancellationToken, Task> OnStart { get; init; } = _ => Task.CompletedTask;

    public ImmutableArray<EndpointStatus> BoundEndpoints { get; init; } =
        [new("irc", "tcp://127.0.0.1:6667", null, 2), new("smtp", "tcp://127.0.0.1:25", "permission denied", 0)];

    public List<string> Calls { get; } = [];

    public IPluginManager Plugins => this;

    public IEndpointCatalog Endpoints => this;

    public IPanelCatalog Panels => new PanelCatalog(
        () => users is null
            ? BuiltInPanels.Of(this)
            : BuiltInPanels.Of(this).Add(new("user", "Users", UserPanel(users)) { Plugin = "identity" }), audit);

    public ImmutableArray<TransportInfo> Transports => [new("socket", "The system's sockets"), new("memory", "Tests")];

    public IReadOnlyCollection<string>? Protocols => ["irc", "smtp"];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        Calls.Add("start");
        return OnStart(cancellationToken);
    }

    public Task WhenSettledAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Calls.Add("stop");
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        Calls.Add("dispose");
        return ValueTask.CompletedTask;
    }

    HostConfiguration IConfigurableHost.Configuration => _configuration;

    HostConfiguration IConfigurableHost.ConfigurationAtStart => Settings.Configuration;

    HostConfigurationSources? IConfigurableHost.Sources => Settings.Sources;

    public ImmutableArray<EndpointAddress> ExpectedEndpoints => [];

    public ImmutableArray<OptionsSchema> DescribeOptions() =>
    [
        new("irc", "IRC", [new("maxClients", OptionKind.Integer) { Default = "10", Minimum = 1, Maximum = 99 }, new("linkPassword", OptionKind.Text) { IsSecret = true }]),
    ];

    public IEnumerable<string> FindOptionProblems(HostConfiguration configuration, Func<string, bool> isMeant) => [];

    public Task<bool> TakeConfigurationAsync(CancellationToken cancellationToken)
    {
        _configuration = HostConfiguration.Load(Settings.Sources!);
        return Task.FromResult(true);
    }

    public T? GetExport<T>() where T : class => typeof(T) == typeof(IUserManager) ? users as T : null;

    ImmutableArray<PluginStatus> IPluginManager.List() => _plugins;

    ImmutableArray<EndpointStatus> IEndpointCatalog.List() => Settings.NoListen ? [] : BoundEndpoints;

    public PluginStatus? Find(string id) => _plugins.FirstOrDefault(plugin => plugin.Id == id);

    public Task<PluginStatus> ReloadAsync(string id, CancellationToken cancellationToken = default) => Task.FromResult(Find(id) ?? throw new PluginNotFoundException(id));

    public Task<PluginStatus> EnableAsync(string id, Caller caller, CancellationToken cancellationToken = default) => Change(id, PluginState.Active);

    public Task<PluginStatus> DisableAsync(string id, Caller caller, CancellationToken cancellationToken = default) => Change(id, PluginState.Disabled);

    private Task<PluginStatus> Change(string id, PluginState state)
    {
        var former = Find(id) ?? throw new PluginNotFoundException(id);
        var changed = former with { State = state, Reason = null };
        _plugins = _plugins.Replace(former, changed);
        return Task.FromResult(changed);
    }

    private UserPanel UserPanel(IUserManager manager)
    {
        var (store, gate, context) = (new InMemoryUserStore(), new ChangeGate(), new TestPluginContext("identity"));
        var sessions = new UserSessions(new LiveExportsFake<IWebSessions>(), new FakeConnections());
        var changes = new AccountChanges(store, new LiveExportsFake<IUserObserver>(), sessions, audit, context);
        var removed = new RemovedUsers(store, gate, changes, context);
        var users = new UserManager(store, new LiveExportsFake<ISecretScheme>(), new HashGate(context), gate, changes, removed, context);
        return new(
            manager, store, new AccountKeys(store, gate, changes, new SecondFactor(store, gate, context), context), new FakeInvitations(manager), removed, sessions,
            new(store, new(store, users, changes, removed)));
    }
}
