using PluginFramework.Chat;
using PluginFramework.Identity;
using PluginFramework.TestUtilities;

namespace PluginFramework.Irc.Tests;

/// <summary>An IRC server on a chat network with users ann, bob and eve, whose passwords are <c>secret</c>.</summary>
public sealed class IrcFixture : IAsyncDisposable
{
    private readonly TestPluginContext _chatContext;
    private readonly List<IrcClient> _clients = [];

    public IrcFixture(IrcOptions? options = null)
    {
        foreach (var name in new[] { "ann", "bob", "eve" }) Users.Add(name);
        Authenticator = new FakeAuthenticator(Users);
        Plain = new FakeSaslMechanism(Authenticator);
        Mechanisms = new LiveExportsFake<ISaslMechanism>(Plain);
        Context = new TestPluginContext("irc", options);
        _chatContext = new TestPluginContext("chat") { TimeProvider = Context.Clock };
        Chat = new ChatNetwork(Users, Bots, _chatContext);
        Server = new IrcServer(Chat, Authenticator, Mechanisms, Context);
    }

    public FakeUserManager Users { get; } = new();

    public FakeAuthenticator Authenticator { get; }

    public FakeSaslMechanism Plain { get; }

    public LiveExportsFake<ISaslMechanism> Mechanisms { get; }

    public LiveExportsFake<IChatBot> Bots { get; } = new();

    public TestPluginContext Context { get; }

    public ChatNetwork Chat { get; }

    public IrcServer Server { get; }

    public IrcClient Connect()
    {
        var client = new IrcClient(Server);
        _clients.Add(client);
        return client;
    }

    /// <summary>Connects, logs in and reads the greeting.</summary>
    public async Task<IrcClient> LogInAsync(string account, string? nickname = null, string capabilities = "")
    {
        var client = Connect();
        if (capabilities.Length > 0)
        {
            await client.SendAsync($"CAP REQ :{capabilities}");
            (await client.ReadAsync()).ShouldContain(" ACK ");
        }

        await client.SendAsync($"PASS {account}:secret", $"NICK {nickname ?? account}", $"USER {account} 0 * :Real {account}");
        if (capabilities.Length > 0) await client.SendAsync("CAP END");
        await client.ReadUntilAsync(" 422 ");
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients) await client.DisposeAsync();
        Chat.Dispose();
        _chatContext.Dispose();
        Context.Dispose();
    }
}
