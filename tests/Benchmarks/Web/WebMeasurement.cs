using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using PluginFramework.Benchmarks.Starting;

namespace PluginFramework.Benchmarks.Web;

/// <summary>The web server beside nginx and Twisted's: a small file, a large one, and a page of the control panel, which the others serve as a file.</summary>
internal static class WebMeasurement
{
    private const int Rounds = 3;
    private const string UserName = "ann";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public static async Task<int> RunAsync(string[] args)
    {
        if (((string[])["nginx", "twistd3", "wrk"]).FirstOrDefault(program => !IsInstalled(program)) is { } missing)
        {
            await Console.Error.WriteLineAsync($"{missing} is needed; Debian's packages nginx-light, python3-twisted and wrk bring all there is.");
            return 1;
        }

        return await Measurement.RunAsync("web", args, MeasureAsync);
    }

    private static async Task MeasureAsync(string executable, string folder)
    {
        var root = Directory.CreateDirectory(Path.Combine(folder, "root")).FullName;
        await File.WriteAllBytesAsync(Path.Combine(root, "small.txt"), RandomNumberGenerator.GetBytes(1024));
        await File.WriteAllBytesAsync(Path.Combine(root, "large.bin"), RandomNumberGenerator.GetBytes(1024 * 1024));
        // The others' workers may run as another user.
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);

        var runDirectory = Path.Combine(folder, "run");
        var endpoints = Endpoint.WithFreePorts(await Daemon.StartFirstAsync(executable, runDirectory, Limit));
        var password = Convert.ToHexString(RandomNumberGenerator.GetBytes(8));
        await Daemon.AddOperatorAsync(executable, runDirectory, UserName, password);
        await using var daemon = Daemon.Start(executable, runDirectory, endpoints, $"plugins:http:root={root}");
        await daemon.EndpointsAsync(Limit);
        var own = new Uri($"http://127.0.0.1:{endpoints.First(endpoint => endpoint is { Protocol: "http", Scheme: "tcp" }).Port}/");
        var (cookie, page) = await PanelLogin.LogInAsync(own, UserName, password);
        await File.WriteAllTextAsync(Path.Combine(root, "page.html"), page);
        await using var nginx = await WebServer.StartNginxAsync(folder, root, FreePort());
        await using var twisted = await WebServer.StartTwistedAsync(folder, root, FreePort());

        Console.WriteLine($"answers a second, median of {Rounds} rounds");
        await CompareAsync("1 KiB file", "small.txt", "small.txt", null);
        await CompareAsync("1 MiB file", "large.bin", "large.bin", null);
        await CompareAsync($"panel page ({page.Length / 1024d:0.0} KiB)", "panel/p/plugin", "page.html", cookie);

        async Task CompareAsync(string what, string path, string file, string? ownCookie)
        {
            (string Name, Uri Address, string? Cookie, List<double> Rates)[] servers =
            [
                ("pluginhost", new(own, path), ownCookie, []), (nginx.Name, Of(nginx, file), null, []), (twisted.Name, Of(twisted, file), null, []),
            ];
            // One after the other in each round, so that a machine that slows down slows all of them.
            for (var round = 0; round < Rounds; round++)
            {
                foreach (var server in servers) server.Rates.Add(await Load.RunAsync(server.Address, server.Cookie));
            }

            var ours = Median(servers[0].Rates);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{what,-24} {string.Join("  ", servers.Select(server => FormattableString.Invariant($"{server.Name} {Median(server.Rates):0} (ratio {ours / Median(server.Rates):0.00})")))}"));
        }
    }

    private static Uri Of(PeerServer server, string file) => new($"http://127.0.0.1:{server.Port}/{file}");

    private static bool IsInstalled(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Append("/usr/sbin").Any(directory => File.Exists(Path.Combine(directory, program)));

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
