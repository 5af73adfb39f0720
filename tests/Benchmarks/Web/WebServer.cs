using System.Diagnostics;
using System.Net.Sockets;

namespace PluginFramework.Benchmarks.Web;

/// <summary>A web server of others over a folder, ended when disposed of.</summary>
internal sealed class WebServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Process _process;

    private WebServer(string name, int port, Process process) => (Name, Address, _process) = (name, new($"http://127.0.0.1:{port}/"), process);

    public string Name { get; }

    public Uri Address { get; }

    /// <summary>nginx with as many workers as there are processors and its access log, as Debian sets it up.</summary>
    public static Task<WebServer> StartNginxAsync(string folder, string root, int port)
    {
        var configuration = Path.Combine(folder, "nginx.conf");
        File.WriteAllText(configuration, $$"""
            worker_processes auto;
            daemon off;
            pid {{folder}}/nginx.pid;
            error_log {{folder}}/nginx-error.log;
            events { worker_connections 768; }
            http {
                types { text/html html; text/plain txt; }
                sendfile on;
                tcp_nopush on;
                access_log {{folder}}/nginx-access.log;
                client_body_temp_path {{folder}}/nginx-body;
                proxy_temp_path {{folder}}/nginx-proxy;
                fastcgi_temp_path {{folder}}/nginx-fastcgi;
                uwsgi_temp_path {{folder}}/nginx-uwsgi;
                scgi_temp_path {{folder}}/nginx-scgi;
                keepalive_requests 1000000;
                server { listen 127.0.0.1:{{port}}; root {{root}}; }
            }
            """);
        return StartAsync("nginx", port, "nginx", ["-c", configuration, "-e", Path.Combine(folder, "nginx-start.log")]);
    }

    /// <summary>Twisted's, with its access log.</summary>
    public static Task<WebServer> StartTwistedAsync(string folder, string root, int port) => StartAsync(
        "Twisted", port, "twistd3",
        ["--nodaemon", $"--pidfile={folder}/twistd.pid", $"--logfile={folder}/twistd.log", "web", $"--listen=tcp:{port}:interface=127.0.0.1", $"--path={root}", $"--logfile={folder}/twistd-access.log"]);

    public async ValueTask DisposeAsync()
    {
        // Told to end rather than killed: its workers go with it then.
        using (var kill = Process.Start("kill", [_process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)])) await kill.WaitForExitAsync();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static async Task<WebServer> StartAsync(string name, int port, string program, IEnumerable<string> arguments)
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
}
