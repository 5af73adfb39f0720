using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PluginFramework.Core.Configuration;

namespace PluginFramework.Core.Startup;

/// <summary>The one directory that all the daemon writes lies in, and the names of what is there.</summary>
internal sealed class RunDirectory(string path)
{
    public const string Variable = "PLUGINHOST_RUNDIR";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>The longest path of a Unix socket in octets: 108 with its final zero on Linux, 104 elsewhere.</summary>
    private static readonly int MaxSocketPath = OperatingSystem.IsLinux() ? 107 : 103;

    public string Path { get; } = System.IO.Path.GetFullPath(path);

    public string ConfigurationFile => In(HostConfigurationSources.FileName);

    public string PluginDirectory => In("plugins");

    public string AuditFile => In("audit.jsonl");

    public string LogFile => In("pluginhost.log");

    /// <summary>The standard error of a daemon in the background, from its start on.</summary>
    public string ErrorFile => In("pluginhost.stderr");

    public string PidFile => In("pluginhost.pid");

    /// <summary>What is there while a daemon runs, and what one that ended on a sudden leaves.</summary>
    public ImmutableArray<string> PassingFiles => [PidFile, ControlSocket, SocketPointer];

    private string ControlSocket => In("control.sock");

    public string LockFile => In("lock");

    /// <summary>Says where the control socket is when its path here would be too long.</summary>
    private string SocketPointer => In("control.path");

    /// <summary>The directory of <c>--rundir</c>, else of <c>PLUGINHOST_RUNDIR</c>, else <c>.pluginhost</c> in the home directory.</summary>
    /// <exception cref="CommandException">There is no home directory.</exception>
    public static RunDirectory Resolve(string? option, IReadOnlyDictionary<string, string> environment)
    {
        if (!string.IsNullOrEmpty(option)) return new(option);
        if (environment.TryGetValue(Variable, out var variable) && variable.Length > 0) return new(variable);
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
        if (home.Length > 0) return new(System.IO.Path.Combine(home, ".pluginhost"));
        throw new CommandException(Startup.ExitCode.Configuration, $"There is no home directory to write to; say where with --rundir or {Variable}.");
    }

    /// <summary>Makes the directory, for its owner alone.</summary>
    /// <exception cref="CommandException">It cannot be made, or others can write to it.</exception>
    public void Create()
    {
        try
        {
            CreatePrivate(Path);
            if (OperatingSystem.IsWindows()) return;
            var mode = File.GetUnixFileMode(Path);
            if ((mode & (UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)) != 0)
            {
                throw new CommandException(
                    Startup.ExitCode.Denied, $"Others can write to the run directory {Path}, and so put plugins there. Make it yours alone: chmod 700 {Path}");
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(
                error is UnauthorizedAccessException ? Startup.ExitCode.Denied : Startup.ExitCode.Failed,
                $"The run directory {Path} cannot be made: {error.Message} Choose another with --rundir.",
                error);
        }
    }

    /// <summary>Takes the directory for this process until the result is disposed of; <see langword="null"/> when another has it.</summary>
    /// <remarks>The system lets go of the lock when the process ends, however it ends, so a pid file left behind means nothing.</remarks>
    /// <exception cref="CommandException">The lock file cannot be opened.</exception>
    public RunDirectoryLock? TryLock()
    {
        try
        {
            return new RunDirectoryLock(new FileStream(LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException error)
        {
            throw new CommandException(Startup.ExitCode.Denied, $"The run directory {Path} belongs to another user: {error.Message}", error);
        }
        catch (IOException error) when (error is not (FileNotFoundException or DirectoryNotFoundException))
        {
            return null;
        }
    }

    /// <summary>The daemon's pid as it wrote it; <see langword="null"/> where none has.</summary>
    public int? ReadPid()
    {
        try
        {
            using var reader = new StreamReader(PidFile);
            var buffer = new char[16];
            var length = reader.ReadBlock(buffer);
            return int.TryParse(buffer.AsSpan(0, length).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Where the daemon's control socket is; the file may not exist.</summary>
    public string FindControlSocket()
    {
        if (FitsSocket(ControlSocket)) return ControlSocket;
        try
        {
            return File.ReadAllText(SocketPointer).Trim();
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return SocketPointer + " (not there)";
        }
    }

    /// <summary>Chooses where the control socket goes, and removes what a daemon that is no more has left. Only for the holder of the lock.</summary>
    public string PlaceControlSocket()
    {
        RemoveControlSocket();
        if (FitsSocket(ControlSocket)) return ControlSocket;

        // The name cannot be guessed, so nobody can have prepared the directory; the pointer, in our own directory, says where it is.
        var runtime = Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR");
        var parent = runtime is { Length: > 0 } && FitsSocket(System.IO.Path.Combine(runtime, new string('x', 48))) && Directory.Exists(runtime) ? runtime : "/tmp";
        var directory = System.IO.Path.Combine(parent, $"pluginhost-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12))}");
        CreatePrivate(directory);
        var socket = System.IO.Path.Combine(directory, "s");
        AtomicFile.Write(SocketPointer, Encoding.UTF8.GetBytes(socket));
        return socket;
    }

    /// <summary>Removes the control socket and what leads to it.</summary>
    public void RemoveControlSocket()
    {
        File.Delete(ControlSocket);
        if (!File.Exists(SocketPointer)) return;
        var directory = System.IO.Path.GetDirectoryName(File.ReadAllText(SocketPointer).Trim());
        if (System.IO.Path.GetFileName(directory)?.StartsWith("pluginhost-", StringComparison.Ordinal) == true && Directory.Exists(directory))
        {
            Directory.Delete(directory, recursive: true);
        }

        File.Delete(SocketPointer);
    }

    private static bool FitsSocket(string path) => Encoding.UTF8.GetByteCount(path) <= MaxSocketPath;

    private static void CreatePrivate(string directory)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(directory);
        else Directory.CreateDirectory(directory, OwnerOnly);
    }

    private string In(string name) => System.IO.Path.Combine(Path, name);
}
