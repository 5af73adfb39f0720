using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace PluginFramework.Benchmarks.Ssh;

/// <summary>OpenSSH's client, with a key of its own and nothing of the machine's settings.</summary>
internal sealed class SshClient(string folder)
{
    private const int BufferOctets = 1 << 16;

    private string Key => Path.Combine(folder, "user");

    /// <summary>The line of the public key.</summary>
    public string PublicKey => File.ReadAllText(Key + ".pub").Trim();

    public Task MakeKeyAsync() => RunAsync(new ProcessStartInfo("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "benchmark", "-f", Key]), null);

    /// <summary>Logs in by key and runs the command that does nothing.</summary>
    public Task ConnectAsync(SshPeer peer) => RunAsync(Start(peer, [], peer.Command), null);

    /// <summary>Logs in by key and runs a command in a terminal.</summary>
    public SshTerminal Open(SshPeer peer, string command)
    {
        var start = Start(peer, ["-tt"], command);
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.Environment["TERM"]) = (true, true, "xterm");
        return new(Process.Start(start)!);
    }

    /// <summary>Logs in by password and runs a command that reads a line.</summary>
    public async Task RunAsync(SshPeer peer, string password, string command, string line)
    {
        var asking = Path.Combine(folder, "askpass");
        await File.WriteAllTextAsync(asking, $"#!/bin/sh\necho '{password}'\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(asking, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var start = Start(peer, ["-o", "PreferredAuthentications=password"], command);
        (start.Environment["SSH_ASKPASS"], start.Environment["SSH_ASKPASS_REQUIRE"]) = (asking, "force");
        await RunAsync(start, line);
    }

    /// <summary>Sends zeros through a forwarded connection.</summary>
    /// <returns>Octets a second, from the first to the last.</returns>
    public async Task<double> SendAsync(SshPeer peer, string cipher, long octets)
    {
        using var target = Listen();
        using var process = Shell(peer, cipher, target, command => $"head -c {octets} /dev/zero | {command}");
        using var socket = await target.AcceptAsync();
        var buffer = new byte[BufferOctets];
        var got = (long)await socket.ReceiveAsync(buffer);
        var clock = Stopwatch.StartNew();
        while (await socket.ReceiveAsync(buffer) is > 0 and var count) got += count;
        var time = clock.Elapsed;
        socket.Close();
        await EndAsync(process);
        return got == octets ? octets / time.TotalSeconds : throw new InvalidOperationException($"{got} of {octets} octets came through {peer.Name}.");
    }

    /// <summary>Receives zeros through a forwarded connection.</summary>
    /// <returns>Octets a second, from the first until the client has ended.</returns>
    public async Task<double> ReceiveAsync(SshPeer peer, string cipher, long octets)
    {
        using var target = Listen();
        using var process = Shell(peer, cipher, target, command => $"{command} < /dev/null | wc -c");
        using var socket = await target.AcceptAsync();
        var buffer = new byte[BufferOctets];
        var clock = Stopwatch.StartNew();
        for (var rest = octets; rest > 0; rest -= await socket.SendAsync(buffer.AsMemory(0, (int)Math.Min(rest, buffer.Length))))
        {
        }

        socket.Shutdown(SocketShutdown.Send);
        var got = await EndAsync(process);
        var time = clock.Elapsed;
        return got.Trim() == octets.ToString(CultureInfo.InvariantCulture) ? octets / time.TotalSeconds : throw new InvalidOperationException($"{got} of {octets} octets came through {peer.Name}.");
    }

    private static Socket Listen()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        socket.Listen();
        return socket;
    }

    private Process Shell(SshPeer peer, string cipher, Socket target, Func<string, string> wrap)
    {
        var arguments = Start(peer, ["-c", cipher, "-W", $"127.0.0.1:{((IPEndPoint)target.LocalEndPoint!).Port}"]).ArgumentList;
        return Process.Start(new ProcessStartInfo("sh", ["-c", wrap("ssh " + string.Join(' ', arguments))]) { RedirectStandardOutput = true })!;
    }

    private ProcessStartInfo Start(SshPeer peer, string[] options, params string[] command) => new("ssh",
    [
        "-F", "none", "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR", "-o", "IdentitiesOnly=yes",
        "-o", "IdentityAgent=none", "-i", Key, "-p", peer.Port.ToString(CultureInfo.InvariantCulture), .. options, $"{peer.User}@127.0.0.1", .. command,
    ]);

    private static async Task<string> RunAsync(ProcessStartInfo start, string? line)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardInput = true;
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} cannot be started.");
        if (line is not null) await process.StandardInput.WriteLineAsync(line);
        process.StandardInput.Close();
        return await EndAsync(process);
    }

    private static async Task<string> EndAsync(Process process)
    {
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{process.StartInfo.FileName} {string.Join(' ', process.StartInfo.ArgumentList)} ended with {process.ExitCode}. {output}");
    }
}
