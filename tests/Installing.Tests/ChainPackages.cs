using PluginFramework.Loader.Feeds;

namespace PluginFramework.Installing.Tests;

/// <summary>Three plugins that build on each other: a server on a chat on users.</summary>
internal static class ChainPackages
{
    private const string Users = """
        [Export(typeof(PluginFramework.Chat.IChatReply)), Shared] public class Users : PluginFramework.Chat.IChatReply
        {
            public ValueTask SendAsync(string text, CancellationToken cancellationToken = default) => default;
        }
        """;

    private const string Chat = """
        [Export(typeof(PluginFramework.Chat.IChatBot)), Shared] public class Chat : PluginFramework.Chat.IChatBot
        {
            [ImportingConstructor] public Chat(PluginFramework.Chat.IChatReply users, IPluginContext context) {}
            public string Name => "chat";
            public string Description => "";
            public Task OnMessageAsync(PluginFramework.Chat.ChatBotMessage message, PluginFramework.Chat.IChatReply reply, CancellationToken cancellationToken) => Task.CompletedTask;
        }
        """;

    private const string Server = """
        [Protocol("acme", "tcp://127.0.0.1:7007", "tls://127.0.0.1:7008")] public class Server : ConnectionHandler
        {
            [ImportingConstructor] public Server(PluginFramework.Chat.IChatBot chat) {}
            public override Task OnConnectedAsync(ConnectionContext connection) => Task.CompletedTask;
        }
        """;

    public static void AddChain(this FakeHost host, string version = "1.0.0")
    {
        host.AddUsers(version);
        host.Folder.Add(new TestPackage("Acme.Chat", version) { PluginId = "chat", DependsOn = ["Acme.Users 1.0.0"], Source = Chat });
        host.Folder.Add(new TestPackage("Acme.Server", version) { PluginId = "server", DependsOn = ["Acme.Chat 1.0.0"], Source = Server });
    }

    public static string AddUsers(this FakeHost host, string version) => host.Folder.Add(new TestPackage("Acme.Users", version) { PluginId = "users", Source = Users });

    /// <summary>Says what it is, what is new in it, and what it depends on.</summary>
    public static void AddTalkative(this FakeHost host, string version, string notes, string readme = "# Read me\n\nA plugin.") => host.Folder.Add(new TestPackage("Acme.Talk", version)
    {
        PluginId = "talk", Source = Users.Replace("class Users", "class Talk"), DependsOn = ["Acme.Users 1.0.0"], ReleaseNotes = notes, Readme = "README.md",
        Files = [("README.md", System.Text.Encoding.UTF8.GetBytes(readme))],
    });

    /// <summary>A plugin that imports what nobody provides.</summary>
    public static void AddLonely(this FakeHost host) => host.Folder.Add(new TestPackage("Acme.Lonely", "1.0.0") { PluginId = "lonely", Source = Chat.Replace("class Chat", "class Lonely").Replace("public Chat(", "public Lonely(") });

    /// <summary>A plugin that was built for a later host.</summary>
    public static void AddIncompatible(this FakeHost host, string version) => host.Folder.Add(new TestPackage("Acme.Users", version)
    {
        PluginId = "users", Source = "[assembly: System.Reflection.AssemblyMetadata(\"PluginFramework.Contracts\", \"1.999\")] " + Users,
    });
}
