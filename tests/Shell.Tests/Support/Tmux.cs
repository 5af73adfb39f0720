using System.Diagnostics;

namespace PluginFramework.Shell.Tests.Support;

/// <summary>A real terminal: tmux with a server of its own, its screen as text.</summary>
internal sealed class Tmux : IAsyncDisposable
{
    private readonly string _socket;

    private Tmux(string socket) => _socket = socket;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static bool IsThere => Find("tmux") && Find("nc");

    /// <summary>Runs a command line in a window of a size.</summary>
    public static async Task<Tmux> StartAsync(string directory, string command, int columns, int rows)
    {
        var tmux = new Tmux(Path.Combine(directory, "tmux"));
        await tmux.RunAsync("-f", "/dev/null", "new-session", "-d", "-x", $"{columns}", "-y", $"{rows}", command);
        await tmux.RunAsync("set-option", "-g", "escape-time", "10");
        await tmux.RunAsync("set-option", "-g", "status", "off");
        return tmux;
    }

    /// <summary>Presses keys by their names.</summary>
    public Task PressAsync(params string[] keys) => RunAsync(["send-keys", .. keys]);

    // A semicolon at the end would end the command of tmux.
    public Task TypeAsync(string text) => RunAsync("send-keys", "-l", text.EndsWith(';') ? text[..^1] + "\\;" : text);

    /// <summary>Pastes as a terminal does.</summary>
    public async Task PasteAsync(string text)
    {
        await RunAsync("set-buffer", text);
        await RunAsync("paste-buffer", "-p");
    }

    public Task ResizeAsync(int columns, int rows) => RunAsync("resize-window", "-x", $"{columns}", "-y", $"{rows}");

    public async Task<string> CaptureAsync(bool withColours = false) =>
        string.Join('\n', (await RunAsync(withColours ? ["capture-pane", "-p", "-e"] : ["capture-pane", "-p"])).Split('\n').Select(line => line.TrimEnd())).TrimEnd();

    public async Task<(int Column, int Row)> CursorAsync()
    {
        var place = (await RunAsync("display-message", "-p", "#{cursor_x} #{cursor_y}")).Trim().Split(' ');
        return (int.Parse(place[0], System.Globalization.CultureInfo.InvariantCulture), int.Parse(place[1], System.Globalization.CultureInfo.InvariantCulture));
    }

    public async Task<string> WhenAsync(Func<string, bool> holds, string what, bool withColours = false)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var screen = await CaptureAsync(withColours);
            if (holds(screen)) return screen;
            if (clock.Elapsed > TimeSpan.FromSeconds(20)) throw new TimeoutException($"{what} was not seen. The screen:\n{screen.Replace("\e", "ESC", StringComparison.Ordinal)}");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Token);
        }
    }

    public Task<string> WhenAsync(string text) => WhenAsync(screen => screen.Contains(text, StringComparison.Ordinal), $"'{text}'");

    /// <summary>Waits until the last line is this.</summary>
    public Task<string> WhenLastAsync(string line) => WhenAsync(screen => screen.Split('\n')[^1] == line, $"the last line '{line}'");

    public async ValueTask DisposeAsync() => await RunAsync("kill-server");

    private static bool Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    private async Task<string> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("tmux", ["-u", "-S", _socket, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Remove("TMUX");
        start.Environment["LC_ALL"] = "C.UTF-8";
        using var process = Process.Start(start) ?? throw new InvalidOperationException("tmux does not start.");
        var (output, error) = (process.StandardOutput.ReadToEndAsync(Token), process.StandardError.ReadToEndAsync(Token));
        await process.WaitForExitAsync(Token);
        return process.ExitCode == 0 ? await output : throw new InvalidOperationException($"tmux {string.Join(' ', arguments)}: {await error}");
    }
}
