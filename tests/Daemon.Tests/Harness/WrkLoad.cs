using System.Diagnostics;

namespace PluginFramework.Daemon.Tests.Harness;

/// <summary>wrk asking for a page over and over, on connections that are kept, until it is told to end.</summary>
internal sealed class WrkLoad(Uri page) : IAsyncDisposable
{
    private readonly Process _process = Process.Start(new ProcessStartInfo("wrk", ["-t1", "-c16", "-d100s", "--timeout", "5s", page.ToString()]) { RedirectStandardOutput = true })
        ?? throw new InvalidOperationException("wrk cannot be started.");

    /// <summary>Interrupts it, upon which it reports.</summary>
    public async Task<string> EndAsync()
    {
        await ExternalProgram.RunAsync(new ProcessStartInfo("kill", ["-INT", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]));
        var report = await _process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken).WaitAsync(Eventually.Patience, TimeProvider.System);
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return report;
    }

    public ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
        return ValueTask.CompletedTask;
    }
}
