using PluginFramework.TestUtilities;

namespace PluginFramework.Daemon.Tests.Harness;

/// <summary>Plugins that tests drop.</summary>
internal static class Samples
{
    /// <summary>A server that says a word and hangs up.</summary>
    public static PluginSource Echo(string word) => PluginSource.Plugin("echo", $$"""
        [Protocol("echo", "tcp://127.0.0.1:0"), Shared]
        public sealed class EchoServer : ConnectionHandler
        {
            public override async Task OnConnectedAsync(ConnectionContext connection) =>
                await connection.Transport.Output.WriteAsync(System.Text.Encoding.UTF8.GetBytes("{{word}}"));
        }
        """);

    /// <summary>A plugin that ends the process while it starts, as long as a file is there.</summary>
    public static PluginSource Crashing(string file) => PluginSource.Plugin("crashing", $$"""
        [Export(typeof(IHostedService)), Shared]
        public sealed class Service : IHostedService
        {
            public Service() { if (System.IO.File.Exists(@"{{file}}")) Environment.FailFast("boom"); }
            public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
            public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        }
        """);
}
