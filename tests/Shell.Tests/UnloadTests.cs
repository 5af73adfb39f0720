using System.Reflection;
using Microsoft.Extensions.Logging;
using PluginFramework.Core.Configuration;
using PluginFramework.Core.Lifecycle;
using PluginFramework.Core.Startup;
using PluginFramework.Identity;
using PluginFramework.Panels;
using PluginFramework.Plugins;
using PluginFramework.TestUtilities;

namespace PluginFramework.Shell.Tests;

/// <summary>The plugin as it was built, in a real host with its panels.</summary>
public sealed class UnloadTests : IAsyncDisposable
{
    private static readonly Caller Operator = new("root", "test") { Roles = [WellKnownRoles.Operator] };

    /// <summary>Has sessions with whatever shell there is.</summary>
    private static readonly PluginSource Driver = PluginSource.Plugin("driver", """
        [PluginFramework.Panels.Panel("drive"), Shared]
        [method: ImportingConstructor]
        public sealed class Drive(ILiveExports<PluginFramework.Shell.IShell> shells) : PluginFramework.Panels.IPanel
        {
            public System.Collections.Immutable.ImmutableArray<PluginFramework.Panels.PanelAct> Acts =>
                [new("run", "Run") { Parameters = [new("command") { IsRequired = true }, new("input", PluginFramework.Panels.PanelParameterKind.LongText)] }];
            public Task<PluginFramework.Panels.View> ViewAsync(PluginFramework.Panels.PanelQuery query, CancellationToken cancellationToken) => Task.FromResult<PluginFramework.Panels.View>(new PluginFramework.Panels.View.Text("drive"));
            public async Task<PluginFramework.Panels.ActResult> ActAsync(PluginFramework.Panels.ActCall call, CancellationToken cancellationToken)
            {
                var session = new Session(call.Arguments.GetText("command"));
                if (call.Arguments.FindText("input") is { } input) await session.Type.WriteAsync(System.Text.Encoding.UTF8.GetBytes(input));
                session.Type.Complete();
                var status = await shells.Current[0].Value.RunAsync(session, cancellationToken);
                session.Output.Complete();
                using var reader = new System.IO.StreamReader(session.Shown.AsStream());
                return new($"{status} {await reader.ReadToEndAsync()}");
            }
            private sealed class Session(string command) : PluginFramework.Shell.IShellSession, PluginFramework.Shell.ITerminal
            {
                private readonly System.IO.Pipelines.Pipe _input = new(), _output = new(new(pauseWriterThreshold: 1 << 20));
                public System.IO.Pipelines.PipeWriter Type => _input.Writer;
                public System.IO.Pipelines.PipeReader Shown => _output.Reader;
                public Principal Principal { get; } = new("1", "root") { Roles = ["operator"] };
                public ClientInfo Client { get; } = new("ssh", "c1") { IsLocal = true };
                public string? Command => command == "-" ? null : command;
                public System.Collections.Immutable.ImmutableDictionary<string, string> Environment => System.Collections.Immutable.ImmutableDictionary<string, string>.Empty;
                public PluginFramework.Shell.ITerminal? Terminal => command == "-" ? this : null;
                public System.IO.Pipelines.PipeReader Input => _input.Reader;
                public System.IO.Pipelines.PipeWriter Output => _output.Writer;
                public System.IO.Pipelines.PipeWriter Error => _output.Writer;
                public event Action<string>? Signalled { add { } remove { } }
                string PluginFramework.Shell.ITerminal.Type => "xterm";
                public PluginFramework.Shell.TerminalSize Size => new(80, 24);
                public event Action? Resized { add { } remove { } }
            }
        }
        """);

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("shell-host-");
    private readonly RecordingLoggerProvider _log = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync()
    {
        _root.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Shell_InARealHost_ShowsItsPanels_AndIsFreedWhenItIsReloaded()
    {
        using var loggers = LoggerFactory.Create(logging => logging.AddProvider(_log).SetMinimumLevel(LogLevel.Debug));
        var plugins = Path.Combine(_root.FullName, "plugins");
        Driver.CompileTo(Path.Combine(plugins, "Driver"));
        var built = typeof(UnloadTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "ShellPlugin").Value!;
        Directory.CreateDirectory(Path.Combine(plugins, "Shell"));
        foreach (var file in Directory.GetFiles(built)) File.Copy(file, Path.Combine(plugins, "Shell", Path.GetFileName(file)));
        var run = Directory.CreateDirectory(Path.Combine(_root.FullName, "run")).FullName;
        var sources = new HostConfigurationSources { FilePath = Path.Combine(run, "pluginhost.json") };
        await using var host = new PluginHost(new PluginHostSettings(run, [plugins], HostConfiguration.Load(sources)) { Sources = sources }, loggers, TimeProvider.System, new RecordingAuditLog());
        await host.StartAsync(Token);
        await host.WhenSettledAsync(Token);
        for (var round = 0; round < 3; round++)
        {
            (await RunAsync(host, "plugin show shell")).ShouldStartWith("0 ");
            (await RunAsync(host, "health --json")).ShouldContain("\"type\":\"fields\"");
            (await RunAsync(host, "session list")).ShouldBe("0 Nobody is connected.\n");
            (await RunAsync(host, "plugin show nix")).ShouldStartWith("1 There is no plugin 'nix'");
            (await RunAsync(host, "log --bad")).ShouldStartWith("64 ");
            (await RunAsync(host, "-", "plu\tlis\t\rhelp\rplugin graph\rexit 9\r")).ShouldStartWith("9 ");

            (await host.Plugins.ReloadAsync("shell", Token)).State.ShouldBe(PluginState.Active);

            await host.WhenUnloadedAsync();
        }

        host.PendingUnloads.ShouldBe(0);
        _log.Lines.ShouldNotContain(line => line.Contains("still in memory"), _log.ToString());
    }

    private static async Task<string> RunAsync(PluginHost host, string command, string input = "x") =>
        (await host.Panels.ActAsync("drive", ActRequest.Of("run", ("command", command), ("input", input)), Operator, cancellationToken: Token)).Message;
}
