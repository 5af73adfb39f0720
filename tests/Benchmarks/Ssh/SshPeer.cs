using System.Globalization;

namespace PluginFramework.Benchmarks.Ssh;

/// <summary>An SSH server that is measured.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Port">Its port.</param>
/// <param name="User">Who logs in.</param>
/// <param name="Command">A command that does nothing.</param>
/// <param name="ProcessId">Its process, whose children count once they have ended.</param>
internal sealed record SshPeer(string Name, int Port, string User, string Command, int ProcessId)
{
    private const double TicksASecond = 100; // USER_HZ, which Linux has everywhere

    /// <summary>The processor time it has had.</summary>
    public TimeSpan ProcessorTime()
    {
        // What follows the name in brackets: utime, stime, cutime and cstime are fields 14 to 17 (proc_pid_stat(5)).
        var text = File.ReadAllText($"/proc/{ProcessId}/stat");
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return TimeSpan.FromSeconds(fields[11..15].Sum(field => long.Parse(field, CultureInfo.InvariantCulture)) / TicksASecond);
    }
}
