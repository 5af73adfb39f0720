using System.Diagnostics;
using System.Globalization;
using PluginFramework.Shell.Tests.Support;
using Renci.SshNet;

namespace PluginFramework.Daemon.Tests.Harness;

/// <summary>A daemon with its SSH server and its prompt; ann and cara are operators, bob is none.</summary>
public sealed class SshDaemon : IAsyncLifetime
{
    private static readonly Dictionary<string, string> Passwords = new() { ["ann"] = TestDaemon.AnnsPassword, ["bob"] = TestDaemon.BobsPassword, ["cara"] = "caras-long-password" };

    private readonly TestDaemon _daemon = new();
    private int _port;

    internal TestDaemon Daemon => _daemon;

    public async ValueTask InitializeAsync()
    {
        await _daemon.AddUsersAsync();
        var cara = await _daemon.RunCommandWithInputAsync(Passwords["cara"] + "\n", "user", "add", "cara", "--role", "operator", "--password-stdin");
        cara.Code.ShouldBe(0, cara.Error);
        await _daemon.DoAsync("start", "--endpoint", "ssh=tcp://127.0.0.1:0", "--endpoint", "irc=", "--endpoint", "http=");
        _port = (await _daemon.GetStatusAsync()).AddressOf("ssh", "tcp").Port;
        foreach (var (user, password) in Passwords) await WriteAnswerAsync(user, password);
    }

    public ValueTask DisposeAsync() => _daemon.DisposeAsync();

    /// <summary>Runs OpenSSH's client without a terminal, or with options of its own.</summary>
    /// <param name="user">Who logs in.</param>
    /// <param name="command">The command; empty: standard input is a script.</param>
    /// <param name="input">Standard input.</param>
    internal Task<CommandResult> RunAsync(string user, string command, string? input = null) => ExternalProgram.RunAsync(Client(user, command.Length > 0 ? [command] : []), input);

    /// <summary>Logs in with a password that is wrong.</summary>
    internal async Task<CommandResult> RunAsStrangerAsync()
    {
        await WriteAnswerAsync("stranger", "a wrong one");
        var info = Client("ann", ["help"]);
        info.Environment["SSH_ASKPASS"] = Answer("stranger");
        return await ExternalProgram.RunAsync(info);
    }

    /// <summary>Types at a terminal of a type and a locale, and reads what comes as text of that locale's characters.</summary>
    internal async Task<string> TypeAsync(string user, string terminal, string locale, string charset, string keys)
    {
        var typed = _daemon.Aside("keys");
        await File.WriteAllTextAsync(typed, keys, TestContext.Current.CancellationToken);
        var info = new ProcessStartInfo("/bin/sh", ["-c", $"iconv -f UTF-8 -t {charset} {typed} | {CommandLine(user, "-tt", "-o", "SendEnv=LC_*")} | iconv -f {charset} -t UTF-8"]);
        foreach (var name in info.Environment.Keys.Where(name => name.StartsWith("LC_", StringComparison.Ordinal) || name is "LANG").ToList()) info.Environment.Remove(name);
        (info.Environment["TERM"], info.Environment["LC_CTYPE"]) = (terminal, locale);
        return (await ExternalProgram.RunAsync(info)).Output.ReplaceLineEndings("\n");
    }

    /// <summary>Logs in at a terminal window.</summary>
    internal async Task<Tmux> OpenAsync(string user, int columns = 100, int rows = 30)
    {
        var tmux = await Tmux.StartAsync(
            Directory.CreateDirectory(_daemon.Aside($"tmux-{Guid.NewGuid():N}")).FullName,
            $"TERM=tmux-256color LC_ALL=C.UTF-8 {CommandLine(user, "-o", "SendEnv=LC_*")}; echo gone with $?; sleep 600", columns, rows);
        await tmux.WhenLastAsync($"{user}>");
        return tmux;
    }

    /// <summary>Logs in with a client that opens many channels on a connection.</summary>
    internal async Task<SshClient> ConnectAsync(string user)
    {
        var client = new SshClient("127.0.0.1", _port, user, Passwords[user]);
        await client.ConnectAsync(TestContext.Current.CancellationToken);
        return client;
    }

    private string Answer(string user) => _daemon.Aside($"askpass-{user}");

    private async Task WriteAnswerAsync(string user, string password)
    {
        await File.WriteAllTextAsync(Answer(user), $"#!/bin/sh\necho '{password}'\n", TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Answer(user), UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.UserWrite);
    }

    private string CommandLine(string user, params string[] options) =>
        $"SSH_ASKPASS={Answer(user)} SSH_ASKPASS_REQUIRE=force ssh {string.Join(' ', Arguments(user, options))}";

    private ProcessStartInfo Client(string user, string[] command)
    {
        var info = new ProcessStartInfo("ssh", [.. Arguments(user, []), .. command]);
        (info.Environment["SSH_ASKPASS"], info.Environment["SSH_ASKPASS_REQUIRE"]) = (Answer(user), "force");
        return info;
    }

    private string[] Arguments(string user, string[] options) =>
    [
        "-F", "none", "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR", "-o", "NumberOfPasswordPrompts=1",
        "-o", "PreferredAuthentications=password", .. options, "-p", _port.ToString(CultureInfo.InvariantCulture), $"{user}@127.0.0.1",
    ];
}
