namespace PluginFramework.Core.Startup.Service;

/// <summary>How to log to the system's log.</summary>
/// <param name="SocketPath">Where it listens.</param>
/// <param name="Prefix">The program's name there.</param>
/// <param name="Facility">The facility's number (RFC 5424 §6.2.1).</param>
internal sealed record SyslogSettings(string SocketPath, string Prefix, int Facility)
{
    private static readonly string[] Facilities =
    [
        "kern", "user", "mail", "daemon", "auth", "syslog", "lpr", "news", "uucp", "cron", "authpriv", "ftp", "ntp", "audit", "alert", "clock",
        "local0", "local1", "local2", "local3", "local4", "local5", "local6", "local7",
    ];

    /// <exception cref="CommandException">The facility is unknown, or an option goes without <c>--syslog</c>.</exception>
    public static SyslogSettings? Of(CommandContext context)
    {
        var (parsed, options) = (context.Parsed, context.Options.Daemon);
        var (facility, prefix, socket) = (parsed.GetValue(options.Facility), parsed.GetValue(options.Prefix), parsed.GetValue(options.SyslogSocket));
        if (!parsed.GetValue(options.Syslog))
            return (facility ?? prefix ?? socket) is null ? null : throw new CommandException(ExitCode.Usage, "--prefix, --facility and --syslog-socket go with --syslog.");
        var number = Array.IndexOf(Facilities, (facility ?? "daemon").ToLowerInvariant());
        if (number < 0) throw new CommandException(ExitCode.Usage, $"There is no facility '{facility}'; the facilities are {string.Join(", ", Facilities)}.");
        if (prefix is not null && (prefix.Length is 0 or > 48 || !prefix.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.')))
            throw new CommandException(ExitCode.Usage, $"--prefix '{prefix}' must be 1 to 48 letters, digits, '-', '_' and '.'.");
        return new(socket ?? "/dev/log", prefix ?? context.Builder.Name, number);
    }
}
