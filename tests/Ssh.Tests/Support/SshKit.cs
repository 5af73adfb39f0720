using PluginFramework.Shell;
using PluginFramework.TestUtilities;

namespace PluginFramework.Ssh.Tests.Support;

/// <summary>A server in memory, whose clock stands still, with a user ann, whose password is <c>secret</c>.</summary>
internal sealed class SshKit : IAsyncDisposable
{
    private readonly List<RawClient> _clients = [];
    private readonly Lazy<SshServer> _server;

    private SshKit(SshOptions? options)
    {
        Context = new TestPluginContext("ssh", options);
        Logins.Add("ann");
        _server = new(() => new SshServer(Logins, Logins, Shell, Subsystems, Context));
    }

    public FakeLogins Logins { get; } = new();

    public FakeShell Shell { get; } = new();

    public LiveExportsFake<ISshSubsystem> Subsystems { get; } = new();

    public TestPluginContext Context { get; }

    public SshServer Server => _server.Value;

    public static async Task<SshKit> StartAsync(SshOptions? options = null)
    {
        var kit = new SshKit(options);
        await SshFixture.PlaceHostKeysAsync(kit.Context.DataDirectory);
        return kit;
    }

    public RawClient Connect()
    {
        var client = new RawClient(Server);
        _clients.Add(client);
        return client;
    }

    /// <summary>A client that has come as far as told.</summary>
    public async Task<RawClient> ConnectAsync(Stage stage, bool isStrict = true)
    {
        var client = Connect();
        if (stage == Stage.Beginning) return client;
        await client.SendIdentificationAsync();
        if (stage == Stage.Identified) return client;
        await client.ExchangeAsync(isStrict);
        if (stage == Stage.Encrypted) return client;
        await client.RequestLoginAsync();
        if (stage == Stage.Authenticating) return client;
        await client.LogInAsync();
        if (stage == Stage.Open) return client;
        await client.OpenSessionAsync();
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients) await client.DisposeAsync();
        await Server.DisposeAsync();
        Context.Dispose();
    }
}
