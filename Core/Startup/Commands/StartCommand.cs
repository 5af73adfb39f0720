using System.Diagnostics;
using System.Reflection;
using PluginFramework.Core.Configuration;
using PluginFramework.Core.Control;

namespace PluginFramework.Core.Startup.Commands;

/// <summary><c>start</c>: the daemon in the background.</summary>
internal static class StartCommand
{
    public static async Task<int> ExecuteAsync(CommandContext context)
    {
        context.RunDirectory.Create();
        if (await ActSession.TryConnectAsync(context).ConfigureAwait(false) is not null)
        {
            var pid = context.RunDirectory.ReadPid();
            throw new CommandException(ExitCode.Unavailable, $"A daemon runs in {context.RunDirectory.Path} already, as process {pid}.");
        }

        HostConfiguration.Load(context.Sources); // errors of the configuration are told here, before anything is started
        using var daemon = Process.Start(StartInfo(context)) ?? throw new CommandException(ExitCode.Failed, "The daemon's process could not be started.");
        daemon.StandardInput.Close();
        var messages = daemon.StandardError.ReadToEndAsync(CancellationToken.None);
        _ = daemon.StandardOutput.ReadToEndAsync(CancellationToken.None);
        if (await WaitUntilReadyAsync(context, daemon).ConfigureAwait(false) is { } report)
        {
            HostReportWriter.Write(context, report);
            var failed = report.Endpoints.Count(endpoint => endpoint.Error is not null);
            if (failed == 0) return ExitCode.Ok;
            context.Screen.Note($"{context.Builder.Name}: {failed} of {report.Endpoints.Length} endpoints could not be bound; the daemon runs without them.");
            return ExitCode.Unavailable;
        }

        await daemon.WaitForExitAsync(context.CancellationToken).ConfigureAwait(false);
        var why = (await messages.ConfigureAwait(false)).TrimEnd();
        context.Screen.Note(why.Length > 0 ? why : $"{context.Builder.Name}: The daemon ended with code {daemon.ExitCode} and no message.");
        context.Screen.Note($"The log: {context.Parsed.GetValue(context.Options.LogFile) ?? context.RunDirectory.LogFile}");
        return daemon.ExitCode == ExitCode.Ok ? ExitCode.Failed : daemon.ExitCode;
    }

    /// <summary>How the daemon stands once its start is over; <see langword="null"/> when it has ended.</summary>
    private static async Task<HostReport?> WaitUntilReadyAsync(CommandContext context, Process daemon)
    {
        while (!daemon.HasExited)
        {
            try
            {
                var session = await ActSession.TryConnectAsync(context).ConfigureAwait(false);
                if (session is not null)
                {
                    return await session.ReportAsync(ControlKind.Ready, context.CancellationToken).ConfigureAwait(false);
                }
            }
            catch (CommandException error) when (error.ExitCode != ExitCode.Denied)
            {
                // It gave up while it was asked, and is about to end and to say why.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10), context.Builder.TimeProvider, context.CancellationToken).ConfigureAwait(false);
        }

        return null;
    }

    private static ProcessStartInfo StartInfo(CommandContext context)
    {
        var program = Environment.ProcessPath ?? throw new CommandException(ExitCode.Failed, "This program's own path is unknown.");
        var info = new ProcessStartInfo(program)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = context.RunDirectory.Path,
        };
        if (Path.GetFileNameWithoutExtension(program) == "dotnet") info.ArgumentList.Add(Assembly.GetEntryAssembly()!.Location);
        foreach (var argument in (string[])["run", "--detached", "--rundir", context.RunDirectory.Path]) info.ArgumentList.Add(argument);
        var (parsed, options) = (context.Parsed, context.Options);
        Add("--config", parsed.GetValue(options.ConfigurationFile) is { } file ? Path.GetFullPath(file) : null);
        Add("--logfile", parsed.GetValue(options.LogFile) is { } log ? Path.GetFullPath(log) : null);
        Add("--transport", parsed.GetValue(options.Transport));
        foreach (var setting in parsed.GetValue(options.Settings) ?? []) Add("--set", setting);
        foreach (var endpoint in parsed.GetValue(options.Endpoints) ?? []) Add("--endpoint", endpoint);
        if (parsed.GetValue(options.Debug)) info.ArgumentList.Add("--debug");
        return info;

        void Add(string option, string? value)
        {
            if (value is null) return;
            info.ArgumentList.Add(option);
            info.ArgumentList.Add(value);
        }
    }
}
