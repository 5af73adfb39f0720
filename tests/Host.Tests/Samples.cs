using PluginFramework.TestUtilities;

namespace PluginFramework.Host.Tests;

/// <summary>Small plugins that tests drop.</summary>
internal static class Samples
{
    /// <summary>A server that says its version and hangs up.</summary>
    public static PluginSource Echo(string version = "1.0.0", string id = "echo", string protocol = "echo") => PluginSource.Plugin(id, $$"""
        [Protocol("{{protocol}}", "tcp://127.0.0.1:0"), Shared]
        public sealed class EchoServer : ConnectionHandler
        {
            public override async Task OnConnectedAsync(ConnectionContext connection) =>
                await connection.Transport.Output.WriteAsync(System.Text.Encoding.UTF8.GetBytes("{{version}}"));
        }
        """) with { Version = version };

    /// <summary>A plugin with nothing but a hosted service.</summary>
    public static PluginSource Quiet(string id = "quiet", string version = "1.0.0") => PluginSource.Plugin(id, """
        [Export(typeof(IHostedService)), Shared]
        public sealed class Quiet : IHostedService
        {
            public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
            public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        }
        """) with { Version = version };

    /// <summary>A plugin whose constructor runs a statement.</summary>
    public static PluginSource Constructor(string id, string statement) => PluginSource.Plugin(id, $$"""
        [Export(typeof(IHostedService)), Shared]
        public sealed class Service : IHostedService
        {
            public Service() { {{statement}} }
            public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
            public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        }
        """);

    /// <summary>A plugin whose start runs a statement.</summary>
    public static PluginSource Start(string id, string statement) => PluginSource.Plugin(id, $$"""
        [Export(typeof(IHostedService)), Shared]
        public sealed class Service : IHostedService
        {
            public async Task StartAsync(CancellationToken cancellationToken) { await Task.Yield(); {{statement}} }
            public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        }
        """);

    /// <summary>An assembly of contracts of its own, and two plugins that meet over it.</summary>
    public static PluginSource GreetingContracts(string version = "1.0.0") => new("Greeting.Contracts", """
        [assembly: SharedContract]
        namespace Greeting;
        public interface IGreeter { string Greet(string name); }
        """) { Version = version };

    public static PluginSource Greeter(string contractsPath, string greeting = "Hello", string version = "1.0.0") => PluginSource.Plugin("greeter", $$"""
        [Export(typeof(Greeting.IGreeter)), Shared]
        public sealed class Greeter : Greeting.IGreeter { public string Greet(string name) => "{{greeting}}, " + name; }
        """) with { References = [contractsPath], Version = version };

    public static PluginSource Caller(string contractsPath, string import = "Greeting.IGreeter greeter", string expression = "greeter.Greet(\"you\")") =>
        PluginSource.Plugin("caller", $$"""
        [Protocol("greet", "tcp://127.0.0.1:0"), Shared]
        [method: ImportingConstructor]
        public sealed class Caller({{import}}) : ConnectionHandler
        {
            public override async Task OnConnectedAsync(ConnectionContext connection) =>
                await connection.Transport.Output.WriteAsync(System.Text.Encoding.UTF8.GetBytes({{expression}}));
        }
        """) with { References = [contractsPath] };
}
