using System.Diagnostics;

namespace PluginFramework.Daemon.Tests.Harness;

/// <summary>irssi on a screen of its own, in a tmux server of its own, logged in with SASL over TLS.</summary>
internal sealed class Irssi : IAsyncDisposable
{
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("irssi-");

    private Irssi() { }

    public static async Task RequireAsync()
    {
        await ExternalProgram.RequireAsync("irssi", "irssi", "--version");
        await ExternalProgram.RequireAsync("tmux", "tmux", "-V");
    }

    public static async Task<Irssi> StartAsync(Uri address, string account, string password)
    {
        var irssi = new Irssi();
        try
        {
            await File.WriteAllTextAsync(Path.Combine(irssi._home.FullName, "config"), irssi.Configuration(address, account, password), TestContext.Current.CancellationToken);
            await irssi.TmuxAsync("-u", "-f", "/dev/null", "new-session", "-d", "-x", "150", "-y", "50", $"irssi --home={irssi._home.FullName}");
            return irssi;
        }
        catch
        {
            await irssi.DisposeAsync();
            throw;
        }
    }

    /// <summary>Types a line and the Enter key.</summary>
    public async Task TypeAsync(string line)
    {
        // To tmux a semicolon at the end of an argument ends its command.
        await TmuxAsync("send-keys", "-l", line.EndsWith(';') ? line[..^1] + "\\;" : line);
        await TmuxAsync("send-keys", "Enter");
    }

    /// <summary>Waits until the screen shows a text.</summary>
    public async Task SeeAsync(string text)
    {
        var screen = "";
        await Eventually.HoldsAsync(
            $"'{text}' on the screen", async () => (screen = await TmuxAsync("capture-pane", "-p")).Contains(text, StringComparison.Ordinal), () => screen);
    }

    /// <summary>Waits until irssi has logged a text for a room or person.</summary>
    public Task SeeInLogAsync(string target, string text)
    {
        var path = LogOf(target);
        return Eventually.HoldsAsync($"'{text}' in the log", () => Task.FromResult(Log().Contains(text, StringComparison.Ordinal)), Log);

        string Log()
        {
            if (!File.Exists(path)) return "";
            using var log = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            return log.ReadToEnd();
        }
    }

    public async ValueTask DisposeAsync()
    {
        // Nothing there any more is what is wanted.
        await ExternalProgram.RunAsync(Tmux("kill-server"));
        _home.Delete(recursive: true);
    }

    private string LogOf(string target) => Path.Combine(_home.FullName, $"{target}.log");

    private string Configuration(Uri address, string account, string password) => $$"""
        servers = ( { address = "{{address.Host}}"; port = "{{address.Port}}"; chatnet = "net"; use_tls = "yes"; tls_verify = "no"; autoconnect = "yes"; } );
        chatnets = { net = { type = "IRC"; nick = "{{account}}"; sasl_mechanism = "PLAIN"; sasl_username = "{{account}}"; sasl_password = "{{password}}"; }; };
        settings = {
          core = { real_name = "{{account}}"; user_name = "{{account}}"; nick = "{{account}}"; };
          "irc/core" = { cmd_queue_speed = "10msec"; };
          "fe-common/core" = { autolog = "yes"; autolog_path = "{{LogOf("$0")}}"; };
        };
        """;

    private async Task<string> TmuxAsync(params string[] arguments)
    {
        var result = await ExternalProgram.RunAsync(Tmux(arguments));
        result.Code.ShouldBe(0, result.Error);
        return result.Output;
    }

    private ProcessStartInfo Tmux(params string[] arguments) => new("tmux", ["-S", Path.Combine(_home.FullName, "tmux"), .. arguments]);
}
