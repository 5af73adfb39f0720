using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace PluginFramework.Benchmarks.Starting;

/// <summary>A daemon of our own in the foreground, stopped when disposed of.</summary>
internal sealed class Daemon : IAsyncDisposable
{
    private readonly string _executable;
    private readonly string _runDirectory;
    private readonly Process _process;
    private readonly Task<string> _errors;
    private readonly Task<string?> _report;

    private Daemon(string executable, string runDirectory, Process process)
    {
        (_executable, _runDirectory, _process) = (executable, runDirectory, process);
        _errors = process.StandardError.ReadToEndAsync();
        _report = process.StandardOutput.ReadLineAsync();
    }

    /// <summary>Starts it.</summary>
    /// <param name="executable">The executable.</param>
    /// <param name="runDirectory">The run directory.</param>
    /// <param name="endpoints">Where to listen; none: wherever it likes to.</param>
    /// <param name="settings">What else is configured.</param>
    public static Daemon Start(string executable, string runDirectory, IReadOnlyList<Endpoint> endpoints, params string[] settings)
    {
        var options = endpoints.SelectMany(endpoint => (string[])["--endpoint", $"{endpoint.Protocol}={endpoint.Address}"])
            .Concat(settings.SelectMany(setting => (string[])["--set", setting]));
        return new(executable, runDirectory, Launch(executable, ["run", "--rundir", runDirectory, .. options]));
    }

    /// <summary>Makes the run directory, as the first start of an installation does, and learns which endpoints there are.</summary>
    public static async Task<IReadOnlyList<Endpoint>> StartFirstAsync(string executable, string runDirectory, TimeSpan limit)
    {
        await using var daemon = Start(executable, runDirectory, []);
        return await daemon.EndpointsAsync(limit);
    }

    /// <summary>The one named, or else the one built; <see langword="null"/> where there is none.</summary>
    public static string? FindExecutable(string[] args)
    {
        if (args is [var named]) return File.Exists(named) ? Path.GetFullPath(named) : null;
        var name = OperatingSystem.IsWindows() ? "pluginhost.exe" : "pluginhost";
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            var path = Path.Combine(directory.FullName, "pluginhost", "bin", "Release", "net10.0", name);
            if (File.Exists(path)) return path;
        }

        return null;
    }

    /// <summary>Adds an operator to a daemon that does not run.</summary>
    public static async Task AddOperatorAsync(string executable, string runDirectory, string userName, string password)
    {
        using var command = Process.Start(
            new ProcessStartInfo(executable, ["user", "add", userName, "--role", "operator", "--password-stdin", "--rundir", runDirectory]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        await command.StandardInput.WriteLineAsync(password);
        command.StandardInput.Close();
        await command.StandardOutput.ReadToEndAsync();
        await command.WaitForExitAsync();
        if (command.ExitCode != 0) throw new InvalidOperationException($"user add ended with {command.ExitCode}.");
    }

    /// <summary>Waits until it has started, and asks what it listens on.</summary>
    public async Task<IReadOnlyList<Endpoint>> EndpointsAsync(TimeSpan limit)
    {
        // It says how it stands once it has started.
        await _report.WaitAsync(limit);
        ThrowIfEnded();
        using var status = Launch(_executable, ["status", "--json", "--rundir", _runDirectory]);
        var text = await status.StandardOutput.ReadToEndAsync();
        await status.WaitForExitAsync();
        if (status.ExitCode != 0) throw new InvalidOperationException($"{_executable} status: {await status.StandardError.ReadToEndAsync()}");
        using var document = JsonDocument.Parse(text);
        return [.. document.RootElement.GetProperty("endpoints").EnumerateArray().Select(endpoint =>
            Endpoint.Parse(endpoint.GetProperty("protocol").GetString()!, endpoint.GetProperty("address").GetString()!))];
    }

    public int ProcessId => _process.Id;

    /// <summary>What of it is in memory, in MiB.</summary>
    public double ResidentMiB()
    {
        _process.Refresh();
        return _process.WorkingSet64 / 1024d / 1024d;
    }

    public void ThrowIfEnded()
    {
        if (_process.HasExited)
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{_executable} ended with {_process.ExitCode}: {_errors.GetAwaiter().GetResult()}"));
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            using var stop = Launch(_executable, ["stop", "--rundir", _runDirectory]);
            await stop.WaitForExitAsync();
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            try
            {
                await _process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill();
            }
        }

        _process.Dispose();
    }

    private static Process Launch(string executable, IEnumerable<string> arguments) =>
        Process.Start(new ProcessStartInfo(executable, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })
            ?? throw new InvalidOperationException($"{executable} cannot be started.");
}
