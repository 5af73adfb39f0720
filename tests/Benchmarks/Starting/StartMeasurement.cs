using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;

namespace PluginFramework.Benchmarks.Starting;

/// <summary>
/// The start of the daemon as an operator meets it: from the start of the process until every endpoint accepts, and the memory it holds
/// when it has nothing to do.
/// </summary>
internal static class StartMeasurement
{
    private const int Rounds = 7;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(5);

    public static Task<int> RunAsync(string[] args) => Measurement.RunAsync("start", args, MeasureAsync);

    private static async Task MeasureAsync(string executable, string folder)
    {
        var runDirectory = Path.Combine(folder, "run");
        var endpoints = await Daemon.StartFirstAsync(executable, runDirectory, Limit);
        if (endpoints.Count == 0) throw new InvalidOperationException($"{executable} listens nowhere; see {runDirectory}.");
        List<double> times = [];
        List<double> memory = [];
        for (var round = 0; round < Rounds; round++)
        {
            var (time, resident) = await MeasureAsync(executable, runDirectory, endpoints);
            times.Add(time.TotalSeconds);
            memory.Add(resident);
        }

        Console.WriteLine($"{executable}, {endpoints.Count} endpoints ({string.Join(' ', endpoints.Select(endpoint => endpoint.Protocol).Distinct())}), {Rounds} starts");
        Console.WriteLine($"process start to all accepting: {Describe(times, "0.000")} s");
        Console.WriteLine($"resident memory after {Idle.TotalSeconds} s idle:  {Describe(memory, "0.0")} MiB");
    }

    private static async Task<(TimeSpan Time, double ResidentMiB)> MeasureAsync(string executable, string runDirectory, IReadOnlyList<Endpoint> endpoints)
    {
        // Known beforehand, so that nothing need be asked of the daemon while it starts.
        var chosen = Endpoint.WithFreePorts(endpoints);
        var clock = Stopwatch.StartNew();
        await using var daemon = Daemon.Start(executable, runDirectory, chosen);
        foreach (var endpoint in chosen) await UntilAcceptsAsync(endpoint.Port, daemon, clock);
        var time = clock.Elapsed;
        await Task.Delay(Idle, TimeProvider.System);
        return (time, daemon.ResidentMiB());
    }

    /// <summary>Waits until a port accepts.</summary>
    public static async Task UntilAcceptsAsync(int port, Daemon daemon, Stopwatch clock)
    {
        while (true)
        {
            try
            {
                using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync("127.0.0.1", port);
                return;
            }
            catch (SocketException) when (clock.Elapsed < Limit)
            {
                daemon.ThrowIfEnded();
                await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System);
            }
        }
    }

    private static string Describe(List<double> values, string format)
    {
        var sorted = values.Order().ToArray();
        string Text(double value) => value.ToString(format, CultureInfo.InvariantCulture);
        return $"median {Text(sorted[sorted.Length / 2])} (from {Text(sorted[0])} to {Text(sorted[^1])})";
    }
}
