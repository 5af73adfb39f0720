using System.Collections.Immutable;
using PluginFramework.Chat;
using PluginFramework.Core.Panels;
using PluginFramework.Core.Panels.Rendering;
using PluginFramework.Identity;
using PluginFramework.Network;
using PluginFramework.Panels;
using PluginFramework.Plugins;
using PluginFramework.Prompt;
using PluginFramework.Scripting;
using PluginFramework.Scripting.Consoles;
using PluginFramework.TestUtilities;

namespace PluginFramework.Shell.Tests.Support;

/// <summary>The shell with panels, and where a test asks for it a real engine of the prompt.</summary>
internal sealed class ShellDaemon : IAsyncDisposable
{
    private readonly TestPluginContext _scripting;

    public ShellDaemon(bool hasPrompt = false, ScriptingOptions? options = null)
    {
        _scripting = new("scripting", options) { TimeProvider = TimeProvider.System };
        Context = new("shell") { TimeProvider = TimeProvider.System };
        Catalog = new(
            () => [new NamedPanel("thing", "Things", Panel) { Description = "All the things." }, new NamedPanel("own", "Own", new FakePanel()) { Role = "" }], Audit);
        if (hasPrompt)
        {
            Engine = new(_scripting, Audit, new NoPlugins(), new NoEndpoints(), new LiveExportsFake<IUserManager>(), new LiveExportsFake<IChatNetwork>(), packages: null);
            Consoles = new(Engine, _scripting);
        }

        Service = Create();
    }

    public TestPluginContext Context { get; }

    public FakePanel Panel { get; } = new();

    public RecordingAuditLog Audit { get; } = new();

    public PanelCatalog Catalog { get; }

    public LiveExportsFake<IShellCommand> Commands { get; } = new();

    public PromptEngine? Engine { get; }

    public PromptConsoles? Consoles { get; }

    public ShellService Service { get; private set; }

    /// <summary>Another instance, as after a reload.</summary>
    public void Replace() => Service = Create();

    /// <summary>Runs one command without a terminal.</summary>
    public async Task<(int Status, string Output, string Error)> RunAsync(string command, string input = "", Principal? principal = null)
    {
        var session = new FakeSession { Command = command, Principal = principal ?? FakeSession.Operator };
        return await RunAsync(session, input);
    }

    /// <summary>Runs lines of standard input.</summary>
    public Task<(int Status, string Output, string Error)> RunScriptAsync(string script) => RunAsync(new FakeSession(), script);

    public async ValueTask DisposeAsync()
    {
        if (Consoles is not null) await Consoles.DisposeAsync();
        if (Engine is not null) await Engine.DisposeAsync();
        _scripting.Dispose();
        Context.Dispose();
    }

    private ShellService Create() => new(
        Catalog, new LiveExportsFake<IViewRenderer>(ViewRenderers.Text, ViewRenderers.Json), new LiveExportsFake<IPromptConsoles>(Consoles is null ? [] : [Consoles]), Commands, Context);

    private async Task<(int Status, string Output, string Error)> RunAsync(FakeSession session, string input)
    {
        if (input.Length > 0) await session.TypeAsync(input);
        session.EndInput();
        var status = await Service.RunAsync(session, TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        await session.FinishAsync();
        return (status, session.OutputText, session.ErrorText);
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
