using PluginFramework.Chat;
using PluginFramework.Identity;
using PluginFramework.Network;
using PluginFramework.Prompt;
using PluginFramework.TestUtilities;

namespace PluginFramework.Scripting.Tests;

/// <summary>An engine with a daemon around it that remembers what is done to it.</summary>
public sealed class EngineFixture : IAsyncDisposable
{
    public EngineFixture(ScriptingOptions? options = null, TimeProvider? time = null, bool hasFeeds = true)
    {
        Context = new TestPluginContext("scripting", options) { TimeProvider = time ?? TimeProvider.System };
        LiveUsers = new LiveExportsFake<IUserManager>(Users);
        Engine = new PromptEngine(Context, Audit, Plugins, Endpoints, LiveUsers, new LiveExportsFake<IChatNetwork>(), hasFeeds ? Packages : null);
    }

    public static Principal Operator { get; } = new("1", "root") { Roles = [WellKnownRoles.Operator] };

    public static ClientInfo Local { get; } = new("test", "c1") { IsLocal = true, RemoteAddress = "127.0.0.1" };

    public TestPluginContext Context { get; }

    public RecordingAuditLog Audit { get; } = new();

    public UserManagerFake Users { get; } = new();

    public LiveExportsFake<IUserManager> LiveUsers { get; }

    public PluginManagerFake Plugins { get; } = new();

    public EndpointCatalogFake Endpoints { get; } = new();

    public PackageResolverFake Packages { get; } = new();

    public PromptEngine Engine { get; }

    public async Task<IPromptSession> OpenAsync() => await Engine.OpenAsync(Operator, Local, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        Context.Dispose();
    }
}
