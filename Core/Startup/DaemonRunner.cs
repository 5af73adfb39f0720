using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using PluginFramework.Core.Auditing;
using PluginFramework.Core.Configuration;
using PluginFramework.Core.Control;
using PluginFramework.Core.Network;
using PluginFramework.Core.Startup.Service;

namespace PluginFramework.Core.Startup;

/// <summary>The daemon from its first breath to its last.</summary>
/// <param name="context">The command that runs it.</param>
/// <param name="detached">It was put in the background by <c>start</c>.</param>
internal sealed partial class DaemonRunner(CommandContext context, bool detached)
{
    public async Task<int> RunAsync()
    {
        var (runDirectory, builder) = (context.RunDirectory, context.Builder);
        var settings = DaemonSettings.Of(context);
        using var notifier = new ServiceNotifier(builder.EnvironmentVariables, builder.TimeProvider);
        settings.EnterRoot();
        // As root still: it may lie where only root can write.
        using var pidFile = settings.PidFile is { Length: > 0 } path ? PidFile.Write(path, note => context.Screen.Note($"{builder.Name}: {note}")) : null;
        var privileges = Privileges.AreToBeDropped(settings.User) ? new Privileges(settings.User!) : null;
        if (privileges is not null) privileges.Lower(runDirectory);
        else runDirectory.Create();
        using var held = runDirectory.TryLock() ?? throw AlreadyRunning(runDirectory);
        var sources = context.Sources;
        var configuration = HostConfiguration.Load(sources);
        using var log = new DaemonLog(context, settings, detached, configuration);
        using var audit = new AuditFile(runDirectory.AuditFile, builder.TimeProvider);
        using var reserved = new ReservedSockets();
        if (settings.PidFile is null) AtomicFile.Write(runDirectory.PidFile, Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + "\n"));
        try
        {
            var advice = new ConfigurationAdvice(configuration, log.Loggers.CreateLogger<ConfigurationAdvice>());
            var hostSettings = context.SettingsFor(configuration, sources) with
            {
                ConfigurationTaken = Taken, LogHistory = log.History, Advice = advice.Find, Reserved = reserved, BeforePlugins = privileges is null ? null : addresses => privileges.Drop(addresses, reserved),
            };
            return await RunAsync(context.CreateHost(hostSettings, log.Loggers, audit), log, notifier, audit, advice).ConfigureAwait(false);

            void Taken(HostConfiguration changed)
            {
                log.Filter.Apply(changed);
                advice.Take(changed);
            }
        }
        finally
        {
            runDirectory.RemoveControlSocket();
            if (settings.PidFile is null) File.Delete(runDirectory.PidFile);
        }
    }

    private async Task<int> RunAsync(IPluginHost host, DaemonLog daemonLog, ServiceNotifier notifier, AuditFile audit, ConfigurationAdvice advice)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
        var loggers = daemonLog.Loggers;
        var log = loggers.CreateLogger<DaemonRunner>();
        await using var ownedHost = host.ConfigureAwait(false);
        var acts = new ControlRequests(host, context.RunDirectory.Path, audit, started.Task, stop.Cancel, advice);
        await using var control = new ControlServer(
            context.RunDirectory.PlaceControlSocket(), acts.ExecuteAsync, loggers.CreateLogger<ControlServer>(), context.Builder.TimeProvider).ConfigureAwait(false);
        var code = ExitCode.Ok;
        try
        {
            await host.StartAsync(stop.Token).ConfigureAwait(false);
            advice.Begin(host);
            started.SetResult();
            using var signals = new DaemonSignals(context.Builder, detached, daemonLog, host, notifier, log);
            notifier.Ready("Running");
            LogStarted(log, ProductVersion.Text, context.RunDirectory.Path);
            // What is there serves already; the report waits for those that take longer.
            await host.WhenSettledAsync(stop.Token).ConfigureAwait(false);
            if (detached) Posix.DetachStandardStreams(context.RunDirectory.ErrorFile);
            else HostReportWriter.Write(context, await acts.ReportAsync(stop.Token).ConfigureAwait(false) with { Warnings = [] }); // the log has them
            await RestingMemory.OfProcess(context.Builder.TimeProvider).WatchAsync(stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            if (!started.Task.IsCompleted && context.CancellationToken.IsCancellationRequested) code = ExitCode.Interrupted;
        }
        catch (Exception error)
        {
            LogStartFailed(log, error);
            throw;
        }
        finally
        {
            started.TrySetCanceled(CancellationToken.None);
            LogStopping(log);
            notifier.Stopping();
            await host.StopAsync(CancellationToken.None).ConfigureAwait(false);
        }

        LogStopped(log);
        return code;
    }

    private static CommandException AlreadyRunning(RunDirectory runDirectory) => new(
        ExitCode.Unavailable,
        runDirectory.ReadPid() is { } pid
            ? $"A daemon runs in {runDirectory.Path} already, as process {pid}. Stop it first, or choose another directory with --rundir."
            : $"A daemon or another command is at work in {runDirectory.Path}. Wait for it, or choose another directory with --rundir.");

    [LoggerMessage(Level = LogLevel.Information, Message = "Version {Version} has started in {RunDirectory}")]
    private static partial void LogStarted(ILogger logger, string version, string runDirectory);

    [LoggerMessage(Level = LogLevel.Critical, Message = "The start failed")]
    private static partial void LogStartFailed(ILogger logger, Exception error);

    [LoggerMessage(Level = LogLevel.Information, Message = "Stopping")]
    private static partial void LogStopping(ILogger logger);

    [LoggerMessage(Level = LogLevel.Information, Message = "Stopped")]
    private static partial void LogStopped(ILogger logger);
}
