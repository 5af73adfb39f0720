using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using PluginFramework.Benchmarks.Starting;

namespace PluginFramework.Benchmarks.Ssh;

/// <summary>The SSH server beside OpenSSH's, before the same client: logins that run a command, and what goes through a channel both ways.</summary>
internal static class SshMeasurement
{
    private const int Rounds = 3, Logins = 30, AtOnce = 4;
    private const long TransferOctets = 256L << 20;
    private const string UserName = "ann", Sshd = "/usr/sbin/sshd";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private static readonly string[] Ciphers = ["chacha20-poly1305@openssh.com", "aes128-gcm@openssh.com", "aes256-gcm@openssh.com", "aes128-ctr"];

    public static async Task<int> RunAsync(string[] args)
    {
        if (!OperatingSystem.IsLinux() || !File.Exists(Sshd))
        {
            await Console.Error.WriteLineAsync($"{Sshd} on Linux is needed; Debian's packages openssh-server and openssh-client bring all there is.");
            return 1;
        }

        return await Measurement.RunAsync("ssh", args, MeasureAsync);
    }

    private static async Task MeasureAsync(string executable, string folder)
    {
        var client = new SshClient(folder);
        await client.MakeKeyAsync();
        var runDirectory = Path.Combine(folder, "run");
        var endpoints = Endpoint.WithFreePorts(await Daemon.StartFirstAsync(executable, runDirectory, Limit));
        var password = Convert.ToHexString(RandomNumberGenerator.GetBytes(8));
        await Daemon.AddOperatorAsync(executable, runDirectory, UserName, password);
        await using var daemon = Daemon.Start(executable, runDirectory, endpoints, "plugins:ssh:forwardingRoles:0=operator");
        await daemon.EndpointsAsync(Limit);
        var own = new SshPeer("pluginhost", endpoints.First(endpoint => endpoint.Protocol == "ssh").Port, UserName, "exit", daemon.ProcessId);

        // The first login of all compiles what it runs through.
        var clock = Stopwatch.StartNew();
        await StartMeasurement.UntilAcceptsAsync(own.Port, daemon, clock);
        clock.Restart();
        await client.RunAsync(own, password, $"account add-ssh-key --present-stdin '{client.PublicKey}'", password);
        Console.WriteLine(Text($"first login after the start, by password: {clock.Elapsed.TotalSeconds:0.00} s"));
        await using var server = await StartSshdAsync(folder);
        var other = new SshPeer("sshd", server.Port, Environment.UserName, "true", server.ProcessId);
        SshPeer[] peers = [own, other];

        foreach (var peer in peers) await LogInAsync(client, peer, AtOnce);

        Console.WriteLine($"median of {Rounds} rounds");
        await CompareAsync(["logins a second, one at a time", "server's processor, ms a login"], "0.0", peers, peer => LogInAsync(client, peer, 1));
        await CompareAsync([$"logins a second, {AtOnce} at once", "server's processor, ms a login"], "0.0", peers, peer => LogInAsync(client, peer, AtOnce));
        foreach (var cipher in Ciphers)
        {
            var name = cipher.Split('@')[0];
            await CompareAsync([$"MB/s to server,   {name}"], "0", peers, async peer => [await client.SendAsync(peer, cipher, TransferOctets) / 1e6]);
            await CompareAsync([$"MB/s from server, {name}"], "0", peers, async peer => [await client.ReceiveAsync(peer, cipher, TransferOctets) / 1e6]);
        }
    }

    private static async Task<double[]> LogInAsync(SshClient client, SshPeer peer, int atOnce)
    {
        var before = peer.ProcessorTime();
        var clock = Stopwatch.StartNew();
        await Parallel.ForEachAsync(Enumerable.Range(0, Logins), new ParallelOptions { MaxDegreeOfParallelism = atOnce }, async (_, _) => await client.ConnectAsync(peer));
        return [Logins / clock.Elapsed.TotalSeconds, (peer.ProcessorTime() - before).TotalMilliseconds / Logins];
    }

    private static async Task CompareAsync(string[] what, string format, SshPeer[] peers, Func<SshPeer, Task<double[]>> measureAsync)
    {
        // One after the other in each round, so that a machine that slows down slows all of them.
        var values = peers.ToDictionary(peer => peer, _ => new List<double[]>());
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var peer in peers) values[peer].Add(await measureAsync(peer));
        }

        for (var row = 0; row < what.Length; row++)
        {
            double Median(SshPeer peer) => values[peer].Select(of => of[row]).Order().ElementAt(Rounds / 2);
            Console.WriteLine($"{what[row],-38} {string.Join("  ", peers.Select(peer => $"{peer.Name} {Median(peer).ToString(format, CultureInfo.InvariantCulture)}"))}  {Text($"(ratio {Median(peers[0]) / Median(peers[1]):0.00})")}");
        }
    }

    private static async Task<PeerServer> StartSshdAsync(string folder)
    {
        var hostKey = Path.Combine(folder, "host");
        using (var keygen = Process.Start("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", hostKey])) await keygen.WaitForExitAsync();
        var port = Endpoint.WithFreePorts([new("ssh", "tcp", 0)])[0].Port;
        var configuration = Path.Combine(folder, "sshd_config");
        await File.WriteAllTextAsync(configuration, $"""
            Port {port}
            ListenAddress 127.0.0.1
            HostKey {hostKey}
            PidFile none
            AuthorizedKeysFile {folder}/user.pub
            StrictModes no
            UsePAM no
            PasswordAuthentication no
            MaxStartups 1000
            LogLevel QUIET

            """);
        return await PeerServer.StartAsync("sshd", port, Sshd, ["-D", "-e", "-f", configuration]);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
