using System.Globalization;
using System.Runtime.InteropServices;
using PluginFramework.Core.Configuration;
using PluginFramework.Core.Network;

namespace PluginFramework.Core.Startup.Examination;

/// <summary>Checks what the daemon gets from the system.</summary>
internal static class SystemChecks
{
    private const int LeastMajor = 10;

    /// <summary>No clock that is right shows a time before this was written.</summary>
    private static readonly DateTimeOffset Earliest = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static IEnumerable<Finding> Run(CommandContext context, HostConfiguration? configuration)
    {
        yield return Environment.Version.Major >= LeastMajor ? Finding.Ok("runtime", RuntimeInformation.FrameworkDescription)
            : Finding.Problem("runtime", $"{RuntimeInformation.FrameworkDescription} is too old.", $"Install .NET {LeastMajor} or later.");
        yield return Clock(context);
        if (FileLimit() is not { } limit) yield break;
        var connections = configuration is null ? new NetworkOptions().MaxConnections : configuration.Bind<NetworkOptions>("network").MaxConnections;
        yield return limit >= connections + 256 ? Finding.Ok("open files", string.Create(CultureInfo.InvariantCulture, $"The process may have {limit} files open."))
            : Finding.Warning(
                "open files", string.Create(CultureInfo.InvariantCulture, $"The process may have {limit} files open, fewer than network:maxConnections, {connections}, take."),
                "Raise the limit (LimitNOFILE=, ulimit -n), or lower network:maxConnections.");
    }

    private static Finding Clock(CommandContext context)
    {
        var now = context.Builder.TimeProvider.GetUtcNow();
        if (now < Earliest) return Finding.Problem("clock", $"It is set to {now:yyyy-MM-dd}.", "Set it; certificates and logins depend on it.");
        var audit = context.RunDirectory.AuditFile;
        var ahead = File.Exists(audit) ? File.GetLastWriteTimeUtc(audit) - now : TimeSpan.Zero;
        return ahead > TimeSpan.FromMinutes(5) ? Finding.Warning("clock", $"{audit} was written {ahead:d\\.hh\\:mm} from now: the clock has been set back.", "See that it is right.")
            : Finding.Ok("clock", $"{now:yyyy-MM-dd HH:mm} UTC");
    }

    private static long? FileLimit()
    {
        const string Limits = "/proc/self/limits";
        if (!File.Exists(Limits)) return null;
        var line = File.ReadLines(Limits).FirstOrDefault(candidate => candidate.StartsWith("Max open files", StringComparison.Ordinal));
        var soft = line?["Max open files".Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        return soft == "unlimited" ? long.MaxValue : long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? limit : null;
    }
}
