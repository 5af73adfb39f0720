using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PluginFramework.Shell;
using PluginFramework.TestUtilities;

namespace PluginFramework.Ssh.Tests.Support;

/// <summary>A server on a port of its own, with users ann and bob, whose passwords are <c>secret</c>.</summary>
public sealed class SshFixture : IAsyncDisposable
{
    // Keys take a second to make, and what is made of them is shown elsewhere.
    private static readonly Lazy<Task<IReadOnlyDictionary<string, byte[]>>> HostKeyFiles = new(MakeHostKeysAsync);

    private readonly WebApplication _listener;
    private readonly ILoggerFactory _loggers;
    private readonly Lazy<SshServer> _server;

    private SshFixture(SshOptions? options, bool hasShell)
    {
        _loggers = LoggerFactory.Create(logging => logging.AddProvider(Log).SetMinimumLevel(LogLevel.Debug));
        Context = new TestPluginContext("ssh", options) { TimeProvider = TimeProvider.System, LoggerFactory = _loggers };
        Logins.Add("ann");
        Logins.Add("bob");
        _server = new(() => new SshServer(Logins, Logins, hasShell ? Shell : null, Subsystems, Context));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Run(connection => Server.OnConnectedAsync(connection))));
        _listener = builder.Build();
    }

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public FakeLogins Logins { get; } = new();

    public FakeShell Shell { get; } = new();

    public LiveExportsFake<ISshSubsystem> Subsystems { get; } = new();

    public RecordingLoggerProvider Log { get; } = new();

    public TestPluginContext Context { get; }

    public SshServer Server => _server.Value;

    public int Port { get; private set; }

    public static async Task<SshFixture> StartAsync(SshOptions? options = null, bool hasShell = true)
    {
        var fixture = new SshFixture(options, hasShell);
        await PlaceHostKeysAsync(fixture.Context.DataDirectory);
        await fixture._listener.StartAsync(Token);
        var addresses = fixture._listener.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        fixture.Port = new Uri(addresses.First()).Port;
        return fixture;
    }

    public static async Task PlaceHostKeysAsync(string directory)
    {
        foreach (var (name, content) in await HostKeyFiles.Value)
        {
            var path = Path.Combine(directory, name);
            await File.WriteAllBytesAsync(path, content, Token);
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    private static async Task<IReadOnlyDictionary<string, byte[]>> MakeHostKeysAsync()
    {
        using var context = new TestPluginContext();
        await using var store = new HostKeys.HostKeyStore(context.DataDirectory, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
        await store.Keys;
        return Directory.GetFiles(context.DataDirectory).ToDictionary(path => Path.GetFileName(path), File.ReadAllBytes);
    }

    public async Task EventuallyAsync(Func<bool> holds)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while (!holds())
        {
            if (clock.Elapsed > TimeSpan.FromSeconds(20)) throw new TimeoutException($"It did not come true.\n{Log}");
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await _listener.StopAsync(patience.Token);
        await _listener.DisposeAsync();
        await Server.DisposeAsync();
        Context.Dispose();
        _loggers.Dispose();
    }
}
