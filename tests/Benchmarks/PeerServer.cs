using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;

namespace PluginFramework.Benchmarks;

/// <summary>A server of others on a port of this machine, ended when disposed of.</summary>
internal sealed class PeerServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Process _process;

    private PeerServer(string name, int port, Process process) => (Name, Port, _process) = (name, port, process);

    public string Name { get; }

    public int Port { get; }

    public int ProcessId => _process.Id;

    /// <summary>Starts it, and waits until it accepts.</summary>
    public static async Task<PeerServer> StartAsync(string name, int port, string program, IEnumerable<string> arguments)
    {
        var process = Process.Start(new ProcessStartInfo(program, arguments)) ?? throw new InvalidOperationException($"{program} cannot be started.");
        var clock = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync("127.0.0.1", port);
                return new(name, port, process);
            }
            catch (SocketException) when (clock.Elapsed < Patience && !process.HasExited)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        // Told to end rather than killed: its workers go with it then.
        using (var kill = Process.Start("kill", [_process.Id.ToString(CultureInfo.InvariantCulture)])) await kill.WaitForExitAsync();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
