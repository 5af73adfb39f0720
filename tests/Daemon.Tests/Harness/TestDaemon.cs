using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using PluginFramework.TestUtilities;

namespace PluginFramework.Daemon.Tests.Harness;

/// <summary>The real program with a run directory of its own, and at most one daemon in it.</summary>
/// <param name="name">The run directory's name.</param>
/// <param name="program">Another copy of the program than the one built with its plugins.</param>
internal sealed class TestDaemon(string name = "run", string? program = null) : IAsyncDisposable
{
    public const string AnnsPassword = "anns-long-password";
    public const string BobsPassword = "bobs-long-password";

    /// <summary>The program as it was built, with its plugins beside it.</summary>
    public static readonly string Executable =
        typeof(TestDaemon).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "pluginhost").Value!;

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("daemon-");

    /// <summary>The plugins that come with the program, each in a folder of its own.</summary>
    public static string ShippedPlugins { get; } = Path.Combine(Path.GetDirectoryName(Executable)!, "plugins");

    /// <summary>The port that the system chooses, for each way to speak IRC.</summary>
    public static string[] AnyPorts { get; } = ["--endpoint", "irc=tcp://127.0.0.1:0", "--endpoint", "irc=tls://127.0.0.1:0", "--endpoint", "http=", "--endpoint", "ssh="];

    /// <summary>The program as it was built.</summary>
    public static string Program => Executable;

    /// <summary>What the program finds in its environment besides the test's own.</summary>
    public Dictionary<string, string> EnvironmentVariables { get; } = [];

    public string RunDirectory => Path.Combine(_root.FullName, name);

    public string PluginDirectory => Path.Combine(RunDirectory, "plugins");

    /// <summary>A file or folder that the daemon does not look at.</summary>
    public string Aside(string fileName) => Path.Combine(_root.FullName, fileName);

    public string InRunDirectory(string fileName) => Path.Combine(RunDirectory, fileName);

    /// <summary>Lets other users reach the run directory.</summary>
    public void OpenToOthers()
    {
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(_root.FullName, (UnixFileMode)0b111_101_101);
    }

    /// <summary>Makes the run directory as the daemon itself does, for its owner alone.</summary>
    public void CreateRunDirectory()
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(RunDirectory);
        else Directory.CreateDirectory(RunDirectory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public Task<CommandResult> RunCommandAsync(params string[] arguments) => RunCommandWithInputAsync(null, arguments);

    /// <summary>Runs a command in the run directory and waits for its end, whatever it is.</summary>
    public Task<CommandResult> RunCommandWithInputAsync(string? input, params string[] arguments) => ExternalProgram.RunAsync(CommandOf(arguments), input);

    /// <summary>How to run a command in the run directory.</summary>
    public ProcessStartInfo CommandOf(params string[] arguments)
    {
        var info = new ProcessStartInfo(program ?? Executable, [.. arguments, "--rundir", RunDirectory]) { WorkingDirectory = _root.FullName };
        foreach (var variable in info.Environment.Keys.Where(key => key.StartsWith("PLUGINHOST", StringComparison.Ordinal)).ToList())
            info.Environment.Remove(variable);
        foreach (var (variable, value) in EnvironmentVariables) info.Environment[variable] = value;
        return info;
    }

    /// <summary>Runs a command that must succeed.</summary>
    /// <returns>Its standard output.</returns>
    public async Task<string> DoAsync(params string[] arguments)
    {
        var result = await RunCommandAsync(arguments);
        result.Code.ShouldBe(0, $"{string.Join(' ', arguments)}: {result.Output}{result.Error}{Log}");
        return result.Output;
    }

    /// <summary>Makes ann, an operator, and bob, who is none.</summary>
    public async Task AddUsersAsync()
    {
        var ann = await RunCommandWithInputAsync(AnnsPassword + "\n", "user", "add", "ann", "--role", "operator", "--password-stdin");
        ann.Code.ShouldBe(0, ann.Error);
        var bob = await RunCommandWithInputAsync(BobsPassword + "\n", "user", "add", "bob", "--password-stdin");
        bob.Code.ShouldBe(0, bob.Error);
    }

    /// <summary>Starts it in the background, on ports that the system chooses.</summary>
    public Task<string> StartAsync(params string[] arguments) => DoAsync(["start", .. AnyPorts, .. arguments]);

    public async Task<DaemonStatus> GetStatusAsync() =>
        JsonSerializer.Deserialize<DaemonStatus>(await DoAsync("status", "--json"), JsonSerializerOptions.Web)!;

    public async Task<RawClient> ConnectAsync(string scheme = "tcp", string protocol = "irc") =>
        await RawClient.ConnectAsync((await GetStatusAsync()).AddressOf(protocol, scheme));

    /// <summary>Puts a plugin's folder into the run directory's plugins, as one rename.</summary>
    /// <returns>The folder.</returns>
    public string Drop(PluginSource source)
    {
        var staging = Aside("staging");
        source.CompileTo(staging);
        Directory.CreateDirectory(PluginDirectory);
        var target = Path.Combine(PluginDirectory, source.AssemblyName);
        Directory.Move(staging, target);
        return target;
    }

    public Task UntilAsync(string what, Func<DaemonStatus, bool> holds, TimeSpan? patience = null)
    {
        DaemonStatus? last = null;
        return Eventually.HoldsAsync(what, async () => holds(last = await GetStatusAsync()), () => $"{JsonSerializer.Serialize(last)}{Environment.NewLine}{Log}", patience);
    }

    /// <summary>Ends the daemon as the system does when memory runs out.</summary>
    public async Task KillAsync(int pid)
    {
        using var process = Process.GetProcessById(pid);
        process.ProcessName.ShouldBe("pluginhost");
        process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Eventually.Patience, TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        var pidFile = InRunDirectory("pluginhost.pid");
        var mayRun = File.Exists(pidFile) || File.Exists(InRunDirectory("control.sock"));
        if (mayRun && (await RunCommandAsync("stop")).Code != 0 && File.Exists(pidFile))
            await KillAsync(int.Parse(await File.ReadAllTextAsync(pidFile), CultureInfo.InvariantCulture));
        _root.Delete(recursive: true);
    }

    private string Log
    {
        get
        {
            var log = InRunDirectory("pluginhost.log");
            return File.Exists(log) ? $"{Environment.NewLine}The log:{Environment.NewLine}{File.ReadAllText(log)}" : "";
        }
    }
}
