using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;

namespace PluginFramework.Core.Startup.Service;

/// <summary>
/// Signals a daemon follows without ending: SIGHUP opens the log file again and reads the configuration again, SIGUSR1 opens the log file
/// again. At a terminal SIGHUP ends it: its window has been closed.
/// </summary>
internal sealed partial class DaemonSignals : IDisposable
{
    private readonly PluginApplicationBuilder _builder;
    private readonly PosixSignalRegistration? _userSignal;

    public DaemonSignals(PluginApplicationBuilder builder, bool detached, DaemonLog log, IPluginHost host, ServiceNotifier notifier, ILogger logger)
    {
        _builder = builder;
        if (detached || Console.IsInputRedirected) builder.HangUp = () => _ = ReloadAsync(log, host, notifier, logger);
        // The number of SIGUSR1 differs between systems.
        var number = OperatingSystem.IsLinux() ? 10 : OperatingSystem.IsMacOS() ? 30 : 0;
        if (number == 0) return;
        _userSignal = PosixSignalRegistration.Create((PosixSignal)number, signal =>
        {
            signal.Cancel = true;
            Reopen(log, logger);
        });
    }

    public void Dispose()
    {
        _builder.HangUp = null;
        _userSignal?.Dispose();
    }

    private static void Reopen(DaemonLog log, ILogger logger)
    {
        if (log.Reopen() is { } problem) LogNotReopened(logger, problem);
        else LogReopened(logger);
    }

    private static async Task ReloadAsync(DaemonLog log, IPluginHost host, ServiceNotifier notifier, ILogger logger)
    {
        notifier.Reloading();
        Reopen(log, logger);
        try
        {
            if (host is IConfigurableHost configurable) await configurable.TakeConfigurationAsync(CancellationToken.None).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Nobody waits for it: it is logged, and the daemon goes on as it was.
        catch (Exception error)
#pragma warning restore CA1031
        {
            LogNotReloaded(logger, error);
        }

        notifier.Ready("Running");
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The log is opened again")]
    private static partial void LogReopened(ILogger logger);

    [LoggerMessage(Level = LogLevel.Error, Message = "The log file cannot be opened again, and goes on where it was: {Problem}")]
    private static partial void LogNotReopened(ILogger logger, string problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "The configuration could not be read again")]
    private static partial void LogNotReloaded(ILogger logger, Exception error);
}
