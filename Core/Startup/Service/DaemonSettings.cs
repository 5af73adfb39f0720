using System.CommandLine;
using System.Globalization;
using PluginFramework.Core.Panels;

namespace PluginFramework.Core.Startup.Service;

/// <summary>What the command line says of the daemon as a process, checked.</summary>
internal sealed record DaemonSettings
{
    private const int MostLogFiles = 1000;

    /// <summary>The pid file, absolute; empty: none; <see langword="null"/>: that of the run directory.</summary>
    public string? PidFile { get; private init; }

    /// <summary>The size in octets at which a new log file is begun; 0: never.</summary>
    public long LogFileSize { get; private init; } = 10 << 20;

    /// <summary>How many earlier log files are kept.</summary>
    public int LogFileCount { get; private init; } = 5;

    public int? Umask { get; private init; }

    public string? Chroot { get; private init; }

    public DaemonUser? User { get; private init; }

    public SyslogSettings? Syslog { get; private init; }

    /// <exception cref="CommandException">An option is wrong, or cannot be followed here.</exception>
    public static DaemonSettings Of(CommandContext context)
    {
        var (parsed, options) = (context.Parsed, context.Options.Daemon);
        var settings = new DaemonSettings
        {
            PidFile = parsed.GetValue(options.PidFile) is { Length: > 0 } pidFile ? Path.GetFullPath(pidFile) : parsed.GetValue(options.PidFile),
            Chroot = parsed.GetValue(options.Chroot) is { } root ? Path.GetFullPath(root) : null,
            User = DaemonUser.Resolve(parsed.GetValue(options.User), parsed.GetValue(options.Group)),
            Syslog = SyslogSettings.Of(context),
        };
        if (parsed.GetValue(options.LogFileSize) is { } size)
        {
            if (!OctetCount.TryParse(size, out var octets) || octets is > 0 and < 1024) throw Wrong($"--logfile-size '{size}' must be {OctetCount.Forms}, at least 1k, or 0.");
            settings = settings with { LogFileSize = octets };
        }

        if (parsed.GetValue(options.LogFileCount) is { } count)
        {
            if (count is < 0 or > MostLogFiles) throw Wrong($"--logfile-count {count} must lie in 0 to {MostLogFiles}.");
            settings = settings with { LogFileCount = count };
        }

        if (parsed.GetValue(options.Umask) is not { } umask) return settings;
        if (!int.TryParse(umask, NumberStyles.None, CultureInfo.InvariantCulture, out _) || umask.Length > 4 || umask.Any(digit => digit > '7'))
            throw Wrong($"--umask '{umask}' must be an octal number such as 027.");
        return settings with { Umask = Convert.ToInt32(umask, 8) & 0b111_111_111 };
    }

    /// <summary>What the process in the background is told: all but the root, which it inherits.</summary>
    public static IEnumerable<(string Option, string? Value)> ToArguments(CommandContext context)
    {
        var (parsed, options) = (context.Parsed, context.Options.Daemon);
        if (parsed.GetValue(options.Syslog)) yield return (options.Syslog.Name, null);
        Option<string?>[] texts = [options.LogFileSize, options.Umask, options.User, options.Group, options.Prefix, options.Facility, options.SyslogSocket];
        foreach (var option in texts)
        {
            if (parsed.GetValue(option) is { } text) yield return (option.Name, text);
        }

        if (parsed.GetValue(options.PidFile) is { } pidFile) yield return (options.PidFile.Name, pidFile.Length > 0 ? Path.GetFullPath(pidFile) : "");
        if (parsed.GetValue(options.LogFileCount) is { } count) yield return (options.LogFileCount.Name, count.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Changes the root and the mask of this process, as asked for.</summary>
    /// <exception cref="CommandException">It cannot be done.</exception>
    public void EnterRoot()
    {
        if (Umask is { } umask) PosixProcess.SetUmask(umask);
        if (Chroot is not { } root) return;
        // Whatever the runtime has not loaded yet is loaded from within.
        string[] needed = [Path.Combine(AppContext.BaseDirectory, "PluginFramework.Core.dll"), Path.Combine(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), "System.Private.CoreLib.dll")];
        foreach (var file in needed)
        {
            if (!File.Exists(root + file)) throw new CommandException(ExitCode.Configuration, $"--chroot {root}: {root}{file} is not there. The program and the .NET runtime must lie within at the same paths, for instance by bind mounts.");
        }

        PosixProcess.ChangeRoot(root);
    }

    private static CommandException Wrong(string message) => new(ExitCode.Usage, message);
}
