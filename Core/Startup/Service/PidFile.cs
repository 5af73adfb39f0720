using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using PluginFramework.Core.Configuration;

namespace PluginFramework.Core.Startup.Service;

/// <summary>A pid file at a place of the operator's choice.</summary>
internal sealed class PidFile : IDisposable
{
    private readonly string _path;

    private PidFile(string path) => _path = path;

    /// <summary>Writes this process's id. A file left behind by a process that is no more, or that is another program now, is replaced.</summary>
    /// <param name="path">The file.</param>
    /// <param name="note">Told of a file that was replaced.</param>
    /// <exception cref="CommandException">The process it names runs.</exception>
    public static PidFile Write(string path, Action<string> note)
    {
        Refuse(path, note);
        AtomicFile.Write(path, Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + "\n"));
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, (UnixFileMode)0b110_100_100);
        return new(path);
    }

    /// <summary>Refuses where the process that a pid file names runs.</summary>
    /// <inheritdoc cref="Write" path="/param"/>
    /// <inheritdoc cref="Write" path="/exception"/>
    public static void Refuse(string path, Action<string> note)
    {
        if (!File.Exists(path)) return;
        var text = File.ReadLines(path).FirstOrDefault()?.Trim() ?? "";
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var pid) || pid <= 0) note($"The pid file {path} names no process and is replaced.");
        else if (pid == Environment.ProcessId) note($"The pid file {path} is of an earlier process of the same number and is replaced.");
        else if (NameOf(pid) is not { } name) note($"The pid file {path} is of process {pid}, which runs no more, and is replaced.");
        else if (name != OwnName()) note($"The pid file {path} is of process {pid}, which is '{name}' now, and is replaced.");
        else throw new CommandException(ExitCode.Unavailable, $"The pid file {path} is of process {pid}, which runs. Stop it first, or choose another file with --pidfile.");
    }

    /// <summary>Removes the file. Where the user the daemon has become may not, it stays, and the next start finds it stale.</summary>
    public void Dispose()
    {
        try
        {
            File.Delete(_path);
        }
        catch (Exception error) when (error is UnauthorizedAccessException or IOException)
        {
            // It was written as root, in a directory of root's.
        }
    }

    private static string? NameOf(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            return process.HasExited ? null : process.ProcessName;
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException)
        {
            return null;
        }
        catch (Win32Exception)
        {
            // Another user's, of which no more can be found out than that it is there.
            return OwnName();
        }
    }

    private static string OwnName()
    {
        using var self = Process.GetCurrentProcess();
        return self.ProcessName;
    }
}
