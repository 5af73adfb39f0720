using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Microsoft.Extensions.Logging;
using PluginFramework.Core.Configuration;
using PluginFramework.Core.Lifecycle;
using PluginFramework.Core.Startup;
using PluginFramework.TestUtilities;

namespace PluginFramework.Ssh.Tests.Support;

/// <summary>A real host with this plugin as it was built, in a context that can be unloaded, and users and a shell beside it.</summary>
internal sealed class SshHost : IAsyncDisposable
{
    private static readonly PluginSource Users = PluginSource.Plugin("users", """
        [Export(typeof(IAuthenticator)), Export(typeof(IUserManager)), Shared]
        public sealed class Users : IAuthenticator, IUserManager
        {
            public ValueTask<AuthenticationResult> AuthenticateAsync(Credential credential, ClientInfo client, CancellationToken cancellationToken) =>
                new(credential is PasswordCredential { Password: "secret" }
                    ? new AuthenticationResult.Succeeded(new Principal("1", credential.UserName)) : new AuthenticationResult.Refused(AuthenticationFailure.InvalidCredentials));
            public Task<User> AddAsync(NewUser user, Caller caller, CancellationToken cancellationToken) => throw new NotSupportedException();
            public Task<User> ChangeAsync(string name, UserChange change, Caller caller, CancellationToken cancellationToken) => throw new NotSupportedException();
            public Task RemoveAsync(string name, Caller caller, CancellationToken cancellationToken) => throw new NotSupportedException();
            public Task<User?> FindAsync(string name, CancellationToken cancellationToken) => Task.FromResult<User?>(null);
            public Task<System.Collections.Immutable.ImmutableArray<User>> ListAsync(UserQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();
            public Task<long> CountAsync(CancellationToken cancellationToken) => Task.FromResult(0L);
        }
        """);

    private static readonly PluginSource Shell = PluginSource.Plugin("shell", """
        [Export(typeof(PluginFramework.Shell.IShell)), Shared]
        public sealed class EchoShell : PluginFramework.Shell.IShell
        {
            public async Task<int> RunAsync(PluginFramework.Shell.IShellSession session, CancellationToken cancellationToken)
            {
                if (session.Command == "wait") await Task.Delay(-1, cancellationToken);
                await session.Output.WriteAsync(System.Text.Encoding.UTF8.GetBytes("shell of " + session.Principal.UserName));
                return 3;
            }
        }
        """);

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("ssh-host-");
    private readonly ILoggerFactory _loggers;

    private SshHost() => _loggers = LoggerFactory.Create(logging => logging.AddProvider(Log).SetMinimumLevel(LogLevel.Debug));

    public RecordingLoggerProvider Log { get; } = new();

    [AllowNull]
    public PluginHost Host { get => field ?? throw new InvalidOperationException("Start it first."); private set; }

    public int Port
    {
        get
        {
            var endpoint = Host.Endpoints.List().First(endpoint => endpoint.Protocol == "ssh");
            endpoint.Error.ShouldBeNull();
            return new Uri(endpoint.Address).Port;
        }
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<SshHost> StartAsync()
    {
        var host = new SshHost();
        var plugins = Directory.CreateDirectory(Path.Combine(host._root.FullName, "plugins")).FullName;
        var built = typeof(SshHost).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "SshPlugin").Value!;
        foreach (var file in Directory.GetFiles(built)) File.Copy(file, Path.Combine(Directory.CreateDirectory(Path.Combine(plugins, "Ssh")).FullName, Path.GetFileName(file)));
        foreach (var plugin in new[] { Users, Shell }) plugin.CompileTo(Path.Combine(plugins, plugin.AssemblyName));
        var run = Directory.CreateDirectory(Path.Combine(host._root.FullName, "run")).FullName;
        var sources = new HostConfigurationSources
        {
            FilePath = Path.Combine(run, "pluginhost.json"),
            Settings = ["startTimeout=30s", "drainTimeout=5s"],
            Endpoints = ["ssh=tcp://127.0.0.1:0"],
        };
        host.Host = new PluginHost(new PluginHostSettings(run, [plugins], HostConfiguration.Load(sources)) { Sources = sources }, host._loggers, TimeProvider.System, new RecordingAuditLog());
        await host.Host.StartAsync(Token);
        await host.Host.WhenSettledAsync(Token);
        return host;
    }

    public string Dump() => string.Join("; ", Host.Plugins.List().Select(plugin => $"{plugin.Id} {plugin.State} {plugin.Reason}"));

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        _loggers.Dispose();
        _root.Delete(recursive: true);
    }
}
