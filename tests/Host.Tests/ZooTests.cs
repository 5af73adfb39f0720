using PluginFramework.Plugins;
using PluginFramework.TestUtilities;

namespace PluginFramework.Host.Tests;

/// <summary>Everything that can be wrong with a plugin, compiled for real and dropped beside one that is well.</summary>
public sealed class ZooTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Zoo_EachIsNamedWithItsReason_TheRestRuns()
    {
        await using var host = new TestHost();
        host.Drop(Samples.Echo());

        // Images.
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(host.Plugins, "wrong-image")).FullName, "wrong-image.dll"), "MZ but not really");
        var whole = Samples.Quiet("truncated").Compile();
        File.WriteAllBytes(Path.Combine(Directory.CreateDirectory(Path.Combine(host.Plugins, "truncated")).FullName, "truncated.dll"), whole[..(whole.Length / 2)]);
        var newtonsoft = typeof(Newtonsoft.Json.JsonConvert).Assembly.Location;
        host.Drop(PluginSource.Plugin("missing-dependency", """
            [Export(typeof(IHostedService)), Shared]
            public sealed class Service : BackgroundService
            {
                protected override Task ExecuteAsync(CancellationToken token) { Newtonsoft.Json.JsonConvert.SerializeObject(1); return Task.CompletedTask; }
            }
            """) with { References = [newtonsoft] });
        // Contracts.
        var newer = NewerContracts(host.Scratch);
        host.Drop(PluginSource.Plugin("newer-contracts", """
            [Export(typeof(IHostedService)), Shared]
            public sealed class Service : BackgroundService
            {
                protected override Task ExecuteAsync(CancellationToken token) { PluginFramework.Plugins.FromTheFuture.Act(); return Task.CompletedTask; }
            }
            """) with { ContractsPath = newer, ContractsStamp = "1.9" });
        host.Drop(Samples.Quiet("private-contracts"), typeof(IPluginContext).Assembly.Location);
        // Behaviour.
        host.Drop(Samples.Constructor("throwing-constructor", "throw new InvalidOperationException(\"no luck today\");"));
        host.Drop(Samples.Constructor("hanging-constructor", "Thread.Sleep(Timeout.Infinite);"));
        host.Drop(Samples.Start("throwing-start", "throw new InvalidOperationException(\"cannot start\");"));
        host.Drop(Samples.Start("hanging-start", "await Task.Delay(-1);"));
        // Imports.
        host.Drop(PluginSource.Plugin("cycle-a", """
            [Export(typeof(IChatBot)), Shared]
            [method: ImportingConstructor]
            public sealed class Bot(ISaslMechanism other) : IChatBot
            {
                public string Name => other.Name;
                public string Description => "";
                public Task OnMessageAsync(ChatBotMessage message, IChatReply reply, CancellationToken token) => Task.CompletedTask;
            }
            """));
        host.Drop(PluginSource.Plugin("cycle-b", """
            [Export(typeof(ISaslMechanism)), Shared]
            [method: ImportingConstructor]
            public sealed class Mechanism(IChatBot other) : ISaslMechanism
            {
                public string Name => other.Name;
                public bool IsAvailable(ClientInfo client) => false;
                public ISaslExchange Start(ClientInfo client) => throw new NotSupportedException();
            }
            """));
        host.Drop(PluginSource.Plugin("import-nobody-provides", """
            [Export(typeof(IHostedService)), Shared]
            [method: ImportingConstructor]
            public sealed class Service(IChatNetwork chat) : BackgroundService
            {
                protected override Task ExecuteAsync(CancellationToken token) => chat.ListRoomsAsync(token).AsTask();
            }
            """));
        // Ids.
        Samples.Quiet("twin").CompileTo(Path.Combine(host.Plugins, "twin-1"));
        Samples.Quiet("twin").CompileTo(Path.Combine(host.Plugins, "twin-2"));

        await host.StartAsync(settle: false);

        await host.UntilAsync("echo", PluginState.Active);
        (await TestHost.AskAsync(host.Address("echo"), Token)).ShouldBe("1.0.0");
        await host.Host.WhenSettledAsync(Token);
        // Half a file may be a copy that has come to a halt, and is given some seconds to go on.
        await host.UntilAsync("wrong-image", PluginState.Incompatible);
        await host.UntilAsync("truncated", PluginState.Incompatible);
        ShouldBe("wrong-image", PluginState.Incompatible, "image");
        ShouldBe("truncated", PluginState.Incompatible, "truncated");
        ShouldBe("missing-dependency", PluginState.Incompatible, "Newtonsoft.Json");
        ShouldBe("newer-contracts", PluginState.Incompatible, "1.9");
        ShouldBe("newer-contracts", PluginState.Incompatible, "FromTheFuture");
        host.Status("private-contracts").State.ShouldBe(PluginState.Active, host.Dump());
        ShouldBe("throwing-constructor", PluginState.Failed, "no luck today");
        ShouldBe("hanging-constructor", PluginState.Failed, "startTimeout");
        ShouldBe("throwing-start", PluginState.Failed, "cannot start");
        ShouldBe("hanging-start", PluginState.Failed, "startTimeout");
        ShouldBe("import-nobody-provides", PluginState.Waiting, "IChatNetwork");
        ShouldBe("cycle-a", PluginState.Failed, "cycle-a (ISaslMechanism) → cycle-b (IChatBot) → cycle-a");
        ShouldBe("cycle-b", PluginState.Failed, "cycle-a (ISaslMechanism) → cycle-b (IChatBot) → cycle-a");
        host.Host.Plugins.List().Where(plugin => plugin.Id == "twin").Select(plugin => plugin.State)
            .ShouldBe([PluginState.Active, PluginState.Incompatible], ignoreOrder: true);
        host.Host.Plugins.List().Single(plugin => plugin is { Id: "twin", State: PluginState.Incompatible }).Reason!.ShouldContain("twin-1");

        void ShouldBe(string id, PluginState state, string reason)
        {
            host.Status(id).State.ShouldBe(state, host.Dump());
            host.Status(id).Reason!.ShouldContain(reason);
        }
    }

    [Fact]
    public async Task TwoVersionsOfALibrary_EachPluginHasItsOwn()
    {
        await using var host = new TestHost();
        foreach (var (version, id) in new[] { (1, "old"), (2, "new") })
        {
            var library = new PluginSource("Library", $"public static class Library {{ public static string Version => \"{version}\"; }}") { Version = $"{version}.0.0" }
                .CompileTo(host.Scratch);
            host.Drop(
                PluginSource.Plugin(id, $$"""
                    [Protocol("{{id}}", "tcp://127.0.0.1:0"), Shared]
                    public sealed class Server : ConnectionHandler
                    {
                        public override async Task OnConnectedAsync(ConnectionContext connection) =>
                            await connection.Transport.Output.WriteAsync(System.Text.Encoding.UTF8.GetBytes(Library.Version));
                    }
                    """) with { References = [library] },
                library);
        }

        await host.StartAsync();

        (await TestHost.AskAsync(host.Address("old"), Token)).ShouldBe("1");
        (await TestHost.AskAsync(host.Address("new"), Token)).ShouldBe("2");
    }

    /// <summary>The Contracts of a later minor version: the same assembly identity with a type that this one lacks.</summary>
    private static string NewerContracts(string directory) =>
        new PluginSource("PluginFramework.Contracts", """
            namespace PluginFramework.Plugins
            {
                public sealed class PluginAttribute(string id) : System.Attribute { public string Id => id; }
                public static class FromTheFuture { public static void Act() { } }
            }
            namespace PluginFramework.Network { public enum Future; }
            namespace PluginFramework.Identity { public enum Future; }
            namespace PluginFramework.Chat { public enum Future; }
            namespace PluginFramework.Prompt { public enum Future; }
            namespace PluginFramework.Web { public enum Future; }
            """)
        {
            Version = "1.0.0", ContractsStamp = null, ContractsPath = "",
        }.CompileTo(directory);
}
