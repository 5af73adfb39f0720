using System.Collections.Immutable;
using PluginFramework.Chat;
using PluginFramework.Identity;
using PluginFramework.Network;
using PluginFramework.Plugins;
using PluginFramework.Scripting;
using PluginFramework.Scripting.Consoles;
using PluginFramework.TestUtilities;

namespace PluginFramework.Prompt.Tests.Support;

/// <summary>The engine and the consoles, with as much of a daemon around them as they need.</summary>
internal sealed class PromptDaemon : IAsyncDisposable
{
    public PromptDaemon(ScriptingOptions? options = null)
    {
        Context = new("scripting", options) { TimeProvider = TimeProvider.System };
        Engine = new(Context, Audit, new NoPlugins(), new NoEndpoints(), new LiveExportsFake<IUserManager>(), new LiveExportsFake<IChatNetwork>(), packages: null);
        Consoles = new(Engine, Context);
    }

    public static Principal Operator { get; } = new("1", "root") { Roles = [WellKnownRoles.Operator] };

    public static Principal Ann { get; } = Operator with { UserId = "9", UserName = "ann" };

    public static Principal Bob { get; } = new("2", "bob");

    public TestPluginContext Context { get; }

    public RecordingAuditLog Audit { get; } = new();

    public PromptEngine Engine { get; }

    public PromptConsoles Consoles { get; }

    public async ValueTask DisposeAsync()
    {
        await Consoles.DisposeAsync();
        await Engine.DisposeAsync();
        Context.Dispose();
    }

    private sealed class NoEndpoints : IEndpointCatalog
    {
        public ImmutableArray<EndpointStatus> List() => [];
    }

    private sealed class NoPlugins : IPluginManager
    {
        public ImmutableArray<PluginStatus> List() => [];

        public PluginStatus? Find(string id) => null;

        public Task<PluginStatus> ReloadAsync(string id, CancellationToken cancellationToken = default) => throw new PluginNotFoundException(id);

        public Task<PluginStatus> EnableAsync(string id, Caller caller, CancellationToken cancellationToken = default) => throw new PluginNotFoundException(id);

        public Task<PluginStatus> DisableAsync(string id, Caller caller, CancellationToken cancellationToken = default) => throw new PluginNotFoundException(id);
    }
}
