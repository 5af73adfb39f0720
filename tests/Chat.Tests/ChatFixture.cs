using PluginFramework.Identity;
using PluginFramework.Network;
using PluginFramework.TestUtilities;

namespace PluginFramework.Chat.Tests;

/// <summary>A chat network with users ann, bob and eve.</summary>
public sealed class ChatFixture : IDisposable
{
    private readonly TestPluginContext _context;

    public ChatFixture(ChatOptions? options = null)
    {
        _context = new TestPluginContext("chat", options);
        foreach (var name in new[] { "ann", "bob", "eve" }) Users.Add(name);
        Network = Open();
    }

    public FakeUserManager Users { get; } = new();

    public LiveExportsFake<IChatBot> Bots { get; } = new();

    public ChatNetwork Network { get; private set; }

    public TestPluginContext Context => _context;

    public string OfflineDirectory => Path.Combine(_context.DataDirectory, "offline");

    public void Restart()
    {
        Network.Dispose();
        Network = Open();
    }

    /// <summary>The network as it is after the process was killed: nobody said goodbye.</summary>
    public void Crash() => Network = Open();

    public async Task<IChatSession> SignOnAsync(string account, string? nickname = null)
    {
        var signOn = new ChatSignOn(new Principal($"id-{account}", account), new ClientInfo("irc", "test-1") { IsLocal = true }, nickname ?? account, "");
        return await Network.SignOnAsync(signOn, TestContext.Current.CancellationToken);
    }

    public static List<ChatEvent> Drain(IChatSession session)
    {
        var events = new List<ChatEvent>();
        while (session.Events.TryRead(out var chatEvent)) events.Add(chatEvent);
        return events;
    }

    /// <summary>Waits for the next event.</summary>
    public static async Task<ChatEvent> NextAsync(IChatSession session) =>
        await session.Events.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(20));

    public static async Task RefusedAsync(ChatError error, Func<ValueTask> act) =>
        (await Should.ThrowAsync<ChatException>(async () => await act())).Error.ShouldBe(error);

    public void Dispose()
    {
        Network.Dispose();
        _context.Dispose();
    }

    private ChatNetwork Open() => new(Users, Bots, _context);
}
