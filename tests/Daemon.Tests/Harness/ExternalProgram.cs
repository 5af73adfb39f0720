using System.ComponentModel;
using System.Diagnostics;

namespace PluginFramework.Daemon.Tests.Harness;

/// <summary>Runs programs to their end, within limits.</summary>
internal static class ExternalProgram
{
    private static readonly TimeSpan UsualPatience = TimeSpan.FromSeconds(40);

    /// <exception cref="TimeoutException">It did not end in time, and was ended.</exception>
    public static async Task<CommandResult> RunAsync(ProcessStartInfo info, string? input = null, TimeSpan? patience = null)
    {
        info.RedirectStandardInput = info.RedirectStandardOutput = info.RedirectStandardError = true;
        using var limit = new CancellationTokenSource(patience ?? UsualPatience, TimeProvider.System);
        using var process = Process.Start(info)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var error = process.StandardError.ReadToEndAsync(limit.Token);
            if (input is not null) await process.StandardInput.WriteAsync(input.AsMemory(), limit.Token);
            process.StandardInput.Close();
            await process.WaitForExitAsync(limit.Token);
            return new(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw new TimeoutException($"{info.FileName} {string.Join(' ', info.ArgumentList)} did not end within {patience ?? UsualPatience}.");
        }
    }

    /// <summary>Skips the test unless a program starts and ends with 0.</summary>
    public static async Task RequireAsync(string package, string program, params string[] arguments)
    {
        var works = false;
        try
        {
            works = (await RunAsync(new ProcessStartInfo(program, arguments))).Code == 0;
        }
        catch (Win32Exception)
        {
            // There is no such program.
        }

        Assert.SkipUnless(works, $"`{program} {string.Join(' ', arguments)}` does not work here; the Debian package {package} brings it.");
    }
}
