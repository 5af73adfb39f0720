using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using PluginFramework.Benchmarks.Ssh;
using PluginFramework.Benchmarks.Starting;

namespace PluginFramework.Benchmarks.Prompting;

/// <summary>The C# prompt as an operator meets it in OpenSSH's client: at once after the start of the daemon, and when it has been in use.</summary>
internal static class PromptMeasurement
{
    private const int Rounds = 5, Entries = 30;
    private const string UserName = "ann";
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>What is typed, and what of the proposals is then to be seen.</summary>
    private static readonly (string Text, string Seen)[] Completions = [("Math.", "Abs"), ("Users.", "Count"), ("Guid.", "Empty"), ("Enumerable.", "Aggregate")];

    public static Task<int> RunAsync(string[] args) => Measurement.RunAsync("prompt", args, MeasureAsync);

    private static async Task MeasureAsync(string executable, string folder)
    {
        var client = new SshClient(folder);
        await client.MakeKeyAsync();
        var runDirectory = Path.Combine(folder, "run");
        var endpoints = Endpoint.WithFreePorts(await Daemon.StartFirstAsync(executable, runDirectory, Limit));
        var password = Convert.ToHexString(RandomNumberGenerator.GetBytes(8));
        await Daemon.AddOperatorAsync(executable, runDirectory, UserName, password);
        await using (var daemon = Daemon.Start(executable, runDirectory, endpoints))
        {
            await daemon.EndpointsAsync(Limit);
            await client.RunAsync(PeerOf(endpoints, daemon), password, $"account add-ssh-key --present-stdin '{client.PublicKey}'", password);
        }

        var figures = new SortedDictionary<string, List<double>>(StringComparer.Ordinal);
        void Add(string what, TimeSpan time) => (figures.TryGetValue(what, out var known) ? known : figures[what] = []).Add(time.TotalMilliseconds);
        for (var round = 0; round < Rounds; round++)
        {
            var chosen = Endpoint.WithFreePorts(endpoints);
            var clock = Stopwatch.StartNew();
            await using var daemon = Daemon.Start(executable, runDirectory, chosen);
            var peer = PeerOf(chosen, daemon);
            await StartMeasurement.UntilAcceptsAsync(peer.Port, daemon, clock);
            Add("1 start of the process to ssh accepting", clock.Elapsed);
            await using var terminal = client.Open(peer, "prompt");
            await terminal.UntilAsync("c#> ");
            Add("2 start of the process to the prompt, over a login by key", clock.Elapsed);
            Add("3 first answer after Enter", await AskAsync(terminal, 0));
            Add("4 start of the process to the first answer", clock.Elapsed);
            for (var i = 1; i <= Entries; i++) Add(i <= Entries / 3 ? "5 the ten answers after it" : "6 answers from then on", await AskAsync(terminal, i));
            for (var i = 0; i < Entries; i++)
            {
                var (text, seen) = Completions[i % Completions.Length];
                clock.Restart();
                await terminal.TypeAsync(text);
                await terminal.UntilAsync(seen);
                Add(i < Completions.Length ? "7 first proposals of each kind" : "8 proposals from then on", clock.Elapsed);
                await terminal.TypeAsync("\u0003");
                await terminal.UntilAsync("c#> ");
            }
        }

        Console.WriteLine($"{Rounds} starts, milliseconds");
        foreach (var (what, times) in figures)
        {
            times.Sort();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{what[2..],-58} median {times[times.Count / 2],5:0}  90 % {times[times.Count * 9 / 10],5:0}  slowest {times[^1],5:0}"));
        }
    }

    private static async Task<TimeSpan> AskAsync(SshTerminal terminal, int number)
    {
        // The result is not to be found in what is typed, and who types has looked at the line before Enter.
        await terminal.TypeAsync(string.Create(CultureInfo.InvariantCulture, $"{number} + Users.Count() * 7000"));
        await terminal.UntilAsync("* 7000");
        await Task.Delay(Look, TimeProvider.System);
        var clock = Stopwatch.StartNew();
        await terminal.TypeAsync("\r");
        await terminal.UntilAsync(string.Create(CultureInfo.InvariantCulture, $"\n{number + 7000}"));
        var time = clock.Elapsed;
        await terminal.UntilAsync("c#> ");
        return time;
    }

    private static SshPeer PeerOf(IReadOnlyList<Endpoint> endpoints, Daemon daemon) =>
        new("pluginhost", endpoints.First(endpoint => endpoint.Protocol == "ssh").Port, UserName, "exit", daemon.ProcessId);
}
