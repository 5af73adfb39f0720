using System.CommandLine;
using PluginFramework.Core.Startup.Service;

namespace PluginFramework.Core.Startup;

/// <summary>The options that several commands share.</summary>
internal sealed class GlobalOptions
{
    public Option<string?> RunDirectory { get; } = new("--rundir")
    {
        Description = "Directory for all the daemon writes (default: $PLUGINHOST_RUNDIR, or ~/.pluginhost)", HelpName = "DIR", Recursive = true,
    };

    public Option<string?> ConfigurationFile { get; } = new("--config")
    {
        Description = "Configuration file (default: pluginhost.json in the run directory)", HelpName = "FILE", Recursive = true,
    };

    public Option<string[]> Settings { get; } = new("--set")
    {
        Description = "Set a configuration key, above file and environment; with a dotted name inside: plugins:identity.sqlite:key=value",
        HelpName = "KEY.SUB=VALUE",
        Recursive = true,
        Arity = ArgumentArity.OneOrMore,
    };

    public Option<bool> Debug { get; } = new("--debug") { Description = "Log more, and show where an error comes from", Recursive = true };

    public Option<string[]> Endpoints { get; } = new("--endpoint")
    {
        Description = "Listen there and nowhere else for a protocol: irc=tcp://127.0.0.1:6667; repeatable; irc= for nowhere",
        HelpName = "PROTOCOL=ADDRESS",
        Arity = ArgumentArity.OneOrMore,
    };

    public Option<string?> Transport { get; } = new("--transport") { Description = "Accept connections with this transport", HelpName = "NAME" };

    public Option<string?> LogFile { get; } = new("--logfile")
    {
        Description = "Append the log to this file (default of start: pluginhost.log in the run directory)", HelpName = "FILE",
    };

    /// <summary>Those that concern the daemon as a process.</summary>
    public DaemonOptions Daemon { get; } = new();

    public Option<bool> HelpTransports { get; } = new("--help-transports") { Description = "List the transports" };

    public Option<bool> Version { get; } = new("--version") { Description = "Show the version" };

    /// <summary>Given by <c>start</c> to the process it starts.</summary>
    public Option<bool> Detached { get; } = new("--detached") { Hidden = true };

    /// <summary>An option of one command's own.</summary>
    public static Option<bool> Json() => new("--json") { Description = "Write JSON to standard output" };
}
