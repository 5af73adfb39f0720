namespace PluginFramework.Benchmarks.Web;

/// <summary>Web servers of others over a folder.</summary>
internal static class WebServer
{
    /// <summary>nginx with as many workers as there are processors and its access log, as Debian sets it up.</summary>
    public static Task<PeerServer> StartNginxAsync(string folder, string root, int port)
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
        return PeerServer.StartAsync("nginx", port, "nginx", ["-c", configuration, "-e", Path.Combine(folder, "nginx-start.log")]);
    }

    /// <summary>Twisted's, with its access log.</summary>
    public static Task<PeerServer> StartTwistedAsync(string folder, string root, int port) => PeerServer.StartAsync(
        "Twisted", port, "twistd3",
        ["--nodaemon", $"--pidfile={folder}/twistd.pid", $"--logfile={folder}/twistd.log", "web", $"--listen=tcp:{port}:interface=127.0.0.1", $"--path={root}", $"--logfile={folder}/twistd-access.log"]);
}
