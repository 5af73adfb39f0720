using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using PluginFramework.Core.Auditing;
using PluginFramework.Core.Configuration;
using PluginFramework.Core.Control;
using PluginFramework.Core.Logging;

namespace PluginFramework.Core.Startup;

/// <summary>The daemon from its first breath to its last.</summary>
/// <param name="context">The command that runs it.</param>
/// <param name="detached">It was put in the background by <c>start</c>.</param>
internal sealed partial class DaemonRunner(CommandContext context, bool detached)
{
    public async Task<int> RunAsync()
    {
        var runDirectory = context.RunDirectory;
        runDirectory.Create();
        using var held = runDirectory.TryLock() ?? throw AlreadyRunning(runDirectory);
        var sources = context.Sources;
        var configuration = HostConfiguration.Load(sources);
        var filter = new LogFilter(context.LogFloor);
        filter.Apply(configuration);
        using var loggers = HostLogging.Create(LogProviders(), filter);
        using var audit = new AuditFile(runDirectory.AuditFile, context.Builder.TimeProvider);
        AtomicFile.Write(runDirectory.PidFile, Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + "\n"));
        try
        {
            var advice = new ConfigurationAdvice(configuration, loggers.CreateLogger<ConfigurationAdvice>());
            var settings = context.SettingsFor(configuration, sources) with { ConfigurationTaken = Taken };
            return await RunAsync(context.CreateHost(settings, loggers, audit), loggers, audit, advice).ConfigureAwait(false);

            void Taken(HostConfiguration changed)
            {
                filter.Apply(changed);
                advice.Take(changed);
            }
        }
        finally
        {
            runDirectory.RemoveControlSocket();
            File.Delete(runDirectory.PidFile);
        }
    }

    private async Task<int> RunAsync(IPluginHost host, ILoggerFactory loggers, AuditFile audit, ConfigurationAdvice advice)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
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
            LogStarted(log, ProductVersion.Text, context.RunDirectory.Path);
            // What is there serves already; the report waits for those that take longer.
            await host.WhenSettledAsync(stop.Token).ConfigureAwait(false);
            if (detached) Posix.DetachStandardStreams(context.RunDirectory.ErrorFile);
            else HostReportWriter.Write(context, await acts.ReportAsync(stop.Token).ConfigureAwait(false) with { Warnings = [] }); // the log has them
            await Task.Delay(Timeout.InfiniteTimeSpan, context.Builder.TimeProvider, stop.Token).ConfigureAwait(false);
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
            await host.StopAsync(CancellationToken.None).ConfigureAwait(false);
        }

        LogStopped(log);
        return code;
    }

    private List<ILoggerProvider> LogProviders()
    {
        var providers = new List<ILoggerProvider>();
        if (!detached) providers.Add(context.ConsoleLog);
        var file = context.Parsed.GetValue(context.Options.LogFile) ?? (detached ? context.RunDirectory.LogFile : null);
        if (file is not null) providers.Add(HostLogging.ToFile(file, context.Builder.TimeProvider));
        return providers;
    }

    private static CommandException AlreadyRunning(RunDirectory runDirectory) => new(
        ExitCode.Unavailable,
        runDirectory.ReadPid() is { } pid
            ? $"A daemon runs in {runDirectory.Path} already, as process {pid}. Stop it first, or choose another directory with --rundir."
            : $"Another command is at work in {runDirectory.Path}. Wait for it, or choose another directory with --rundir.");

    [LoggerMessage(Level = LogLevel.Information, Message = "Version {Version} has started in {RunDirectory}")]
    private static partial void LogStarted(ILogger logger, string version, string runDirectory);

    [LoggerMessage(Level = LogLevel.Critical, Message = "The start failed")]
    private static partial void LogStartFailed(ILogger logger, Exception error);

    [LoggerMessage(Level = LogLevel.Information, Message = "Stopping")]
    private static partial void LogStopping(ILogger logger);

    [LoggerMessage(Level = LogLevel.Information, Message = "Stopped")]
    private static partial void LogStopped(ILogger logger);
}
