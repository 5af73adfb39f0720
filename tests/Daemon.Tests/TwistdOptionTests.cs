using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using PluginFramework.Daemon.Tests.Harness;

namespace PluginFramework.Daemon.Tests;

/// <summary>What the daemon is as a process: options and habits after twistd's.</summary>
public sealed class TwistdOptionTests
{
    private static bool IsRoot => OperatingSystem.IsLinux() && Environment.UserName == "root";

    [Fact]
    public async Task Start_WithAMaskAndAPidFile_MakesFilesAccordingly()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no modes of files.");
            return;
        }

        await using var daemon = new TestDaemon();
        var pidFile = daemon.Aside("x.pid");
        await File.WriteAllTextAsync(pidFile, "2147483646\n", TestContext.Current.CancellationToken);

        var start = await daemon.RunCommandAsync(["start", .. TestDaemon.AnyPorts, "--umask", "077", "--pidfile", pidFile]);

        start.Code.ShouldBe(0, start.Error);
        File.GetUnixFileMode(daemon.InRunDirectory("pluginhost.log")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var pid = int.Parse(await File.ReadAllTextAsync(pidFile, TestContext.Current.CancellationToken), CultureInfo.InvariantCulture);
        Directory.Exists($"/proc/{pid}").ShouldBe(OperatingSystem.IsLinux());

        await using var other = new TestDaemon("other");
        var second = await other.RunCommandAsync(["start", .. TestDaemon.AnyPorts, "--pidfile", pidFile]);
        second.Code.ShouldBe(69, second.Error);
        second.Error.ShouldContain($"is of process {pid}, which runs");

        await daemon.DoAsync("stop");
        File.Exists(pidFile).ShouldBeFalse();
    }

    [Fact]
    public async Task Run_WithAStalePidFile_SaysSoAndReplacesIt()
    {
        await using var daemon = new TestDaemon();
        var pidFile = daemon.Aside("x.pid");
        await File.WriteAllTextAsync(pidFile, "2147483646\n", TestContext.Current.CancellationToken);
        daemon.CreateRunDirectory();
        // A configuration that ends it right after the pid file.
        await File.WriteAllTextAsync(daemon.InRunDirectory("pluginhost.json"), "{ \"nonsense\": 1 }", TestContext.Current.CancellationToken);

        var run = await daemon.RunCommandAsync("run", "--pidfile", pidFile);

        run.Code.ShouldBe(78);
        run.Error.ShouldContain($"The pid file {pidFile} is of process 2147483646, which runs no more, and is replaced.");
        File.Exists(pidFile).ShouldBeFalse();
    }

    [Fact]
    public async Task Start_AsAnotherUser_BindsPrivilegedPortsAndKeepsNothingOfRoot()
    {
        Assert.SkipUnless(IsRoot, "Only root can become another user.");
        await using var daemon = new TestDaemon();
        daemon.OpenToOthers();
        var port = FreePrivilegedPort();

        var start = await daemon.RunCommandAsync("start", "--endpoint", $"irc=tcp://127.0.0.1:{port}", "--endpoint", "http=", "--endpoint", "ssh=", "--uid", "nobody");

        start.Code.ShouldBe(0, start.Error + start.Output);
        var status = await daemon.GetStatusAsync();
        start.Output.ShouldContain($"tcp://127.0.0.1:{port}");
        var lines = await File.ReadAllLinesAsync($"/proc/{status.Pid}/status", TestContext.Current.CancellationToken);
        var nobody = (await File.ReadAllLinesAsync("/etc/passwd", TestContext.Current.CancellationToken)).Select(line => line.Split(':')).First(fields => fields[0] == "nobody");
        lines.First(line => line.StartsWith("Uid:", StringComparison.Ordinal)).Split('\t')[1..5].ShouldAllBe(id => id == nobody[2]);
        lines.First(line => line.StartsWith("Gid:", StringComparison.Ordinal)).Split('\t')[1..5].ShouldAllBe(id => id == nobody[3]);
        lines.First(line => line.StartsWith("Groups:", StringComparison.Ordinal)).Trim().ShouldBe($"Groups:\t{nobody[3]}");
        lines.First(line => line.StartsWith("CapEff:", StringComparison.Ordinal)).ShouldEndWith("0000000000000000");
        foreach (var task in Directory.GetDirectories($"/proc/{status.Pid}/task"))
        {
            var thread = await File.ReadAllLinesAsync(Path.Combine(task, "status"), TestContext.Current.CancellationToken);
            thread.First(line => line.StartsWith("Uid:", StringComparison.Ordinal)).ShouldBe($"Uid:\t{nobody[2]}\t{nobody[2]}\t{nobody[2]}\t{nobody[2]}", task);
        }

        await using var client = await daemon.ConnectAsync();
        await client.SendAsync("CAP LS 302");
        await client.Lines.ReadUntilAsync("sasl");
    }

    [Fact]
    public async Task Start_AsAnotherUserInRootsDirectory_SaysWhatToDo()
    {
        Assert.SkipUnless(IsRoot, "Only root can become another user.");
        await using var daemon = new TestDaemon();
        daemon.OpenToOthers();
        daemon.CreateRunDirectory();

        var start = await daemon.RunCommandAsync(["start", .. TestDaemon.AnyPorts, "--uid", "nobody"]);

        start.Code.ShouldBe(77, start.Error);
        start.Error.ShouldContain($"chown -R nobody {daemon.RunDirectory}");
    }

    [Theory]
    [InlineData(64, "no user 'nosuchuser'", "--uid", "nosuchuser")]
    [InlineData(64, "--gid goes with --uid", "--gid", "1")]
    [InlineData(64, "must be an octal number", "--umask", "9")]
    [InlineData(64, "no facility 'nonsense'", "--syslog", "--facility", "nonsense")]
    [InlineData(64, "go with --syslog", "--prefix", "x")]
    [InlineData(64, "--logfile-size", "--logfile-size", "big")]
    [InlineData(78, "must lie within at the same paths", "--chroot", "/proc")]
    public async Task Start_WithAnOptionThatCannotBeFollowed_SaysWhyAndStartsNothing(int code, string message, params string[] options)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "These options are Linux's.");
        await using var daemon = new TestDaemon();

        var start = await daemon.RunCommandAsync(["start", .. options]);

        start.Code.ShouldBe(code, start.Error);
        start.Error.ShouldContain(message);
        Directory.Exists(daemon.RunDirectory).ShouldBeFalse();
    }

    [Fact]
    public async Task Start_InAnotherRoot_RunsThere()
    {
        Assert.SkipUnless(IsRoot, "Only root can change the root.");
        await using var daemon = new TestDaemon();

        await daemon.StartAsync("--chroot", "/");

        var status = await daemon.GetStatusAsync();
        new DirectoryInfo($"/proc/{status.Pid}/root").LinkTarget.ShouldBe("/");
    }

    [Fact]
    public async Task Daemon_TellsTheServiceManagerThatItIsReadyReloadsAndStops()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The service manager is Linux's.");
        await using var daemon = new TestDaemon();
        using var manager = new DatagramListener($"\0pluginhost-test-{Guid.NewGuid():n}");
        daemon.EnvironmentVariables["NOTIFY_SOCKET"] = "@" + manager.Path[1..];
        daemon.EnvironmentVariables["WATCHDOG_USEC"] = "2000000";

        await daemon.StartAsync();
        await manager.WaitForAsync("READY=1");
        await manager.WaitForAsync("WATCHDOG=1");
        Signal((await daemon.GetStatusAsync()).Pid, "HUP");
        await manager.WaitForAsync("RELOADING=1\nMONOTONIC_USEC=");
        await manager.WaitForAsync("READY=1");
        await daemon.DoAsync("stop");
        await manager.WaitForAsync("STOPPING=1");
    }

    [Fact]
    public async Task Daemon_WithSyslog_LogsLinesWithPriorityAndName()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The system's log is reached as on Linux.");
        await using var daemon = new TestDaemon();
        using var log = new DatagramListener(daemon.Aside("log"));

        await daemon.StartAsync("--syslog", "--syslog-socket", log.Path, "--prefix", "mailhost", "--facility", "local3");

        // local3 is 19, an information 6: 19 * 8 + 6.
        var line = await log.WaitForAsync("has started in");
        line.ShouldMatch(@"^<158>[A-Z][a-z]{2} [ 1-3]\d \d\d:\d\d:\d\d mailhost\[\d+\]: DaemonRunner: Version ");
        File.Exists(daemon.InRunDirectory("pluginhost.log")).ShouldBeFalse();
    }

    [Fact]
    public async Task Start_WithoutASystemLog_SaysWhereItLooked()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The system's log is reached as on Linux.");
        await using var daemon = new TestDaemon();

        var start = await daemon.RunCommandAsync(["start", .. TestDaemon.AnyPorts, "--syslog", "--syslog-socket", daemon.Aside("nothing")]);

        start.Code.ShouldBe(1, start.Error);
        start.Error.ShouldContain($"does not listen at {daemon.Aside("nothing")}");
    }

    [Fact]
    public async Task Daemon_OnSignals_OpensItsLogAgainAndTakesTheConfiguration()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such signals.");
        await using var daemon = new TestDaemon();
        await daemon.StartAsync("--logfile-size", "0");
        var (log, pid) = (daemon.InRunDirectory("pluginhost.log"), (await daemon.GetStatusAsync()).Pid);

        File.Move(log, daemon.Aside("moved"));
        Signal(pid, "USR1");
        await Eventually.HoldsAsync("the log is there again", () => Task.FromResult(File.Exists(log) && File.ReadAllText(log).Contains("opened again", StringComparison.Ordinal)), () => "it is not");

        await File.WriteAllTextAsync(daemon.InRunDirectory("pluginhost.json"), "{ \"disabled\": [\"irc\"] }", TestContext.Current.CancellationToken);
        Signal(pid, "HUP");
        await daemon.UntilAsync("irc is disabled", status => status.Find("irc")?.State == "Disabled");
        (await daemon.GetStatusAsync()).Pid.ShouldBe(pid, "the signal did not end it");
    }

    [Fact]
    public async Task Daemon_WhoseLogGrows_BeginsItAnewAndKeepsTheCountAskedFor()
    {
        await using var daemon = new TestDaemon();

        await daemon.StartAsync("--logfile-size", "1k", "--logfile-count", "2", "--debug");
        await daemon.DoAsync("stop");

        var logs = Directory.GetFiles(daemon.RunDirectory, "pluginhost.log*").Order(StringComparer.Ordinal).ToArray();
        logs.Select(Path.GetFileName).ShouldBe(["pluginhost.log", "pluginhost.log.1", "pluginhost.log.2"]);
        new FileInfo(logs[0]).Length.ShouldBeLessThan(64 * 1024);
    }

    [Fact]
    public async Task Config_OnlineAndOffline_ChangesTheFileAndSaysWhich()
    {
        await using var daemon = new TestDaemon();
        daemon.CreateRunDirectory();
        var file = daemon.InRunDirectory("pluginhost.json");
        await File.WriteAllTextAsync(file, "{\n  // mine\n  \"drainTimeout\": \"3s\", // short\n}\n", TestContext.Current.CancellationToken);

        (await daemon.RunCommandAsync("config", "set", "plugins.irc.networkName", "Ours")).Error.ShouldContain("Done on the files");
        await daemon.StartAsync();
        var online = await daemon.RunCommandAsync("config", "set", "plugins.irc.serverName", "irc.example.org");
        online.Code.ShouldBe(0, online.Error);
        online.Error.ShouldContain("Done by the running daemon.");
        online.Output.ShouldContain("+      \"serverName\": \"irc.example.org\"");
        (await daemon.DoAsync("config", "get", "plugins:irc:serverName")).Trim().ShouldBe("irc.example.org");
        (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).ShouldBe(
            "{\n  // mine\n  \"drainTimeout\": \"3s\", // short\n  \"plugins\": {\n    \"irc\": {\n      \"networkName\": \"Ours\",\n      \"serverName\": \"irc.example.org\"\n    }\n  },\n}\n");
        var refused = await daemon.RunCommandAsync("config", "set", "plugins.irc.serverName", "nodot");
        refused.Code.ShouldBe(78);
        refused.Error.ShouldContain("pluginhost.json:");
        refused.Error.ShouldContain("ServerName is 'nodot'");
        await daemon.UntilAsync("irc is active", status => status.Find("irc")?.State == "Active");
        (await daemon.DoAsync("doctor")).ShouldContain("The daemon listens on all 2 endpoints.");
    }

    private static void Signal(int pid, string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", pid.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
        kill.ExitCode.ShouldBe(0);
    }

    private static int FreePrivilegedPort()
    {
        for (var port = 1023; port > 512; port--)
        {
            using var listener = new TcpListener(System.Net.IPAddress.Loopback, port);
            try
            {
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken: the next one.
            }
        }

        throw new InvalidOperationException("No privileged port is free.");
    }

    private sealed class DatagramListener : IDisposable
    {
        private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        private readonly byte[] _buffer = new byte[8192];

        public DatagramListener(string path)
        {
            Path = path;
            _socket.Bind(new UnixDomainSocketEndPoint(path));
        }

        public string Path { get; }

        public async Task<string> WaitForAsync(string text)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            limit.CancelAfter(Eventually.Patience);
            while (true)
            {
                var length = await _socket.ReceiveAsync(_buffer, SocketFlags.None, limit.Token);
                var message = Encoding.UTF8.GetString(_buffer, 0, length);
                if (message.Contains(text, StringComparison.Ordinal)) return message;
            }
        }

        public void Dispose() => _socket.Dispose();
    }
}
