using System.Diagnostics;
using System.Globalization;

namespace PluginFramework.Daemon.Tests.Harness;

/// <summary>Somebody on IRC over TLS with Python's irc library.</summary>
internal sealed class PythonClient : IAsyncDisposable
{
    private const string Python = "/usr/bin/python3";
    private readonly Process _process;

    private PythonClient(Process process)
    {
        _process = process;
        Lines = new(process.StandardOutput);
    }

    public LineLog Lines { get; }

    public static Task RequireAsync() => ExternalProgram.RequireAsync("python3-irc", Python, "-c", "import irc.client");

    /// <summary>Starts it; it signs on by itself.</summary>
    public static PythonClient Start(Uri address, string account, string password)
    {
        var script = Path.Combine(AppContext.BaseDirectory, "Clients", "irc_client.py");
        var info = new ProcessStartInfo(
            Python, [script, address.Host, address.Port.ToString(CultureInfo.InvariantCulture), account, $"{account}:{password}"])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true,
        };
        return new(Process.Start(info)!);
    }

    public async Task SendAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line.AsMemory(), TestContext.Current.CancellationToken);
        await _process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5), TimeProvider.System);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
