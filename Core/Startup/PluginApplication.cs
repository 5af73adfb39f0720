using System.CommandLine;
using System.CommandLine.Help;
using PluginFramework.Core.Configuration;
using PluginFramework.Plugins;

namespace PluginFramework.Core.Startup;

/// <summary>The whole of a daemon's command line: <c>return await PluginApplication.RunAsync(args);</c></summary>
public static class PluginApplication
{
    /// <summary>Runs a command line to its end.</summary>
    /// <param name="args">The arguments; none: run in the foreground.</param>
    /// <param name="configure">Presets of this program.</param>
    /// <returns>The exit code (<see cref="ExitCode"/>).</returns>
    public static async Task<int> RunAsync(string[] args, Action<PluginApplicationBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(args);
        var builder = new PluginApplicationBuilder();
        configure?.Invoke(builder);
        var options = new GlobalOptions();
        var root = RootCommandFactory.Create(builder, options);
        var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0 && parsed.Action is not HelpAction)
        {
            await builder.Error.WriteLineAsync(UsageErrors.Describe(parsed, builder.Name)).ConfigureAwait(false);
            return ExitCode.Usage;
        }

        using var interrupts = new Interrupts(builder);
        var invocation = new InvocationConfiguration
        {
            Output = builder.Output,
            Error = builder.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null, // signals are ours
        };
        try
        {
            return await parsed.InvokeAsync(invocation, interrupts.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (interrupts.Token.IsCancellationRequested)
        {
            return ExitCode.Interrupted;
        }
        catch (Exception error)
        {
            var (code, message) = Judge(error);
            await builder.Error.WriteLineAsync($"{builder.Name}: {(parsed.GetValue(options.Debug) ? error.ToString() : message)}").ConfigureAwait(false);
            return code;
        }
    }

    private static (int Code, string Message) Judge(Exception error) => error switch
    {
        CommandException command => (command.ExitCode, command.Message),
        HostConfigurationException or PluginConfigurationException => (ExitCode.Configuration, error.Message),
        UnauthorizedAccessException => (ExitCode.Denied, error.Message),
        IOException => (ExitCode.Failed, error.Message),
        _ => (ExitCode.Failed, $"{error.GetType().Name}: {error.Message} (--debug shows where)"),
    };
}
