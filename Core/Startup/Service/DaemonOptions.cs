using System.CommandLine;

namespace PluginFramework.Core.Startup.Service;

/// <summary>The options of <c>run</c> and <c>start</c> that concern the daemon as a process, after twistd's.</summary>
internal sealed class DaemonOptions
{
    public Option<bool> NoDaemon { get; } = new("--nodaemon", "-n") { Description = "Stay in the foreground (the default of run)" };

    public Option<string?> PidFile { get; } = new("--pidfile")
    {
        Description = "Write the process id to this file; empty: to none (default: pluginhost.pid in the run directory)", HelpName = "FILE",
    };

    public Option<string?> LogFileSize { get; } = new("--logfile-size") { Description = "Begin a new log file at this size; 0: never (default: 10m)", HelpName = "SIZE" };

    public Option<int?> LogFileCount { get; } = new("--logfile-count") { Description = "Keep this many earlier log files (default: 5)", HelpName = "COUNT" };

    public Option<string?> Umask { get; } = new("--umask") { Description = "Mask of the modes of files made, in octal", HelpName = "OCTAL" };

    public Option<string?> Chroot { get; } = new("--chroot") { Description = "Make this directory, which holds the program too, the root", HelpName = "DIR" };

    public Option<string?> User { get; } = new("--uid", "-u") { Description = "Run as this user; ports below 1024 are bound before", HelpName = "USER" };

    public Option<string?> Group { get; } = new("--gid", "-g") { Description = "Run as this group (default: the user's own)", HelpName = "GROUP" };

    public Option<bool> Syslog { get; } = new("--syslog") { Description = "Log to the system's log" };

    public Option<string?> Prefix { get; } = new("--prefix") { Description = "The program's name there", HelpName = "NAME" };

    public Option<string?> Facility { get; } = new("--facility") { Description = "The facility there (default: daemon)", HelpName = "NAME" };

    public Option<string?> SyslogSocket { get; } = new("--syslog-socket") { Description = "Where the system's log listens (default: /dev/log)", HelpName = "PATH" };

    public IEnumerable<Option> All =>
        [NoDaemon, PidFile, LogFileSize, LogFileCount, Umask, Chroot, User, Group, Syslog, Prefix, Facility, SyslogSocket];
}
