using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace PluginFramework.Benchmarks.Web;

/// <summary>Asks for the same thing over and over with <c>wrk</c>, on connections that are kept.</summary>
internal static partial class Load
{
    private const int Connections = 16;
    private const int Seconds = 5;

    /// <summary>How many answers a second there were.</summary>
    /// <exception cref="InvalidOperationException">There were errors, or answers other than 2xx and 3xx.</exception>
    public static async Task<double> RunAsync(Uri address, string? cookie)
    {
        string[] header = cookie is null ? [] : ["-H", $"Cookie: {cookie}"];
        using var wrk = Process.Start(new ProcessStartInfo("wrk", ["-t1", $"-c{Connections}", $"-d{Seconds}s", .. header, address.ToString()]) { RedirectStandardOutput = true })
            ?? throw new InvalidOperationException("wrk cannot be started.");
        var report = await wrk.StandardOutput.ReadToEndAsync();
        await wrk.WaitForExitAsync();
        if (wrk.ExitCode != 0 || report.Contains("Non-2xx", StringComparison.Ordinal) || report.Contains("Socket errors", StringComparison.Ordinal))
            throw new InvalidOperationException($"wrk {address}:{Environment.NewLine}{report}");
        return double.Parse(Rate().Match(report).Groups[1].Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"Requests/sec:\s+([\d.]+)")]
    private static partial Regex Rate();
}
