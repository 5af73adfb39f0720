using Microsoft.Extensions.Logging;
using PluginFramework.Core.Lifecycle;
using PluginFramework.Identity;

namespace PluginFramework.Core.Startup;

/// <summary>What a program presets before <see cref="PluginApplication"/> runs it.</summary>
public sealed class PluginApplicationBuilder
{
    /// <summary>The program's name in help and messages. Default <c>pluginhost</c>.</summary>
    public string Name { get; set; } = "pluginhost";

    /// <summary>What the program is, in a sentence, for its help.</summary>
    public string Description { get; set; } = "Runs protocol servers, credential backends and applications as plugins.";

    /// <summary>
    /// Settings beneath the configuration file, environment and command line, each <c>key.sub=value</c> as for <c>--set</c>.
    /// </summary>
    public IList<string> Presets { get; } = [];

    /// <summary>Directories to look for plugins in besides the program's own and the run directory's.</summary>
    public IList<string> PluginDirectories { get; } = [];

    /// <summary>Makes the host. The host has not started and is disposed of by the library. Default: a <see cref="PluginHost"/>.</summary>
    public Func<PluginHostSettings, ILoggerFactory, TimeProvider, IAuditLog, IPluginHost> HostFactory { get; set; } =
        static (settings, loggers, clock, audit) => new PluginHost(settings, loggers, clock, audit);

    /// <summary>The clock of everything. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Where results go. Default: standard output.</summary>
    public TextWriter Output { get; set; } = Console.Out;

    /// <summary>Where messages, progress and the log go. Default: standard error.</summary>
    public TextWriter Error { get; set; } = Console.Error;

    /// <summary>Where <c>--password-stdin</c> reads. Default: standard input.</summary>
    public TextReader Input { get; set; } = Console.In;

    /// <summary>The environment variables. Default: the process's.</summary>
    public IReadOnlyDictionary<string, string> EnvironmentVariables { get; set; } = ProcessEnvironment();

    /// <summary>Ends a command, or drains and stops the daemon, as SIGTERM does.</summary>
    public CancellationToken StopToken { get; set; }

    /// <summary>What SIGHUP does instead of ending the process; <see langword="null"/>: it ends it.</summary>
    internal Action? HangUp { get; set; }

    private static Dictionary<string, string> ProcessEnvironment() =>
        Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => entry.Value as string ?? "", StringComparer.Ordinal);
}
