namespace PluginFramework.Core.Startup.Examination;

/// <summary>Checks what lies in the run directory.</summary>
/// <param name="context">The command.</param>
/// <param name="isOnline">Whether a daemon runs there.</param>
/// <param name="fix">Whether to put right what can be put right without harm.</param>
internal sealed class FileChecks(CommandContext context, bool isOnline, bool fix)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private RunDirectory RunDirectory => context.RunDirectory;

    public IEnumerable<Finding> Run()
    {
        var directory = ExamineDirectory();
        yield return directory;
        if (!Directory.Exists(RunDirectory.Path)) yield break;
        yield return ExaminePlugins();
        foreach (var finding in LeftOvers()) yield return finding;
        yield return ExamineLog();
    }

    private Finding ExamineDirectory()
    {
        const string Check = "run directory";
        var path = RunDirectory.Path;
        if (!Directory.Exists(path))
        {
            if (!fix) return Finding.Warning(Check, $"{path} is not there.", "The first start makes it; so does `doctor --fix`.");
            RunDirectory.Create();
            return Finding.Ok(Check, $"{path} was not there, and is made.");
        }

        if (OperatingSystem.IsWindows()) return Finding.Ok(Check, path);
        var mode = File.GetUnixFileMode(path);
        if ((mode & ~OwnerOnly) != 0)
        {
            var others = (mode & (UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)) != 0;
            var text = $"Others can {(others ? "write to" : "look into")} {path}.";
            if (fix && TryFix(() => SetMode(path, OwnerOnly)) is null) return Finding.Ok(Check, $"{text} It is made yours alone.");
            return others ? Finding.Problem(Check, text + " The daemon refuses it.", $"chmod 700 {path}") : Finding.Warning(Check, text, $"chmod 700 {path}");
        }

        // Whoever may change the mode owns it.
        return TryFix(() => SetMode(path, mode)) is { } problem
            ? Finding.Problem(Check, $"{path} is another user's: {problem}", "Run this as that user, or choose another with --rundir.")
            : Finding.Ok(Check, path);
    }

    private Finding ExaminePlugins()
    {
        const string Check = "plugins folder";
        var path = RunDirectory.PluginDirectory;
        if (Directory.Exists(path)) return Finding.Ok(Check, path);
        if (!fix) return Finding.Warning(Check, $"{path} is not there.", "The next start makes it; so does `doctor --fix`.");
        return TryFix(() => Directory.CreateDirectory(path)) is { } problem
            ? Finding.Problem(Check, $"{path} cannot be made: {problem}", "Give the run directory to the daemon's user.") : Finding.Ok(Check, $"{path} was not there, and is made.");
    }

    /// <summary>What a daemon that ended on a sudden has left; only where none runs, and nobody else is at work.</summary>
    private IEnumerable<Finding> LeftOvers()
    {
        const string Check = "left-overs";
        if (isOnline) yield break;
        using var held = RunDirectory.TryLock();
        if (held is null)
        {
            yield return Finding.Warning(Check, "Another process is at work in the run directory and does not answer.", "Try again; if it stays so, find the process that holds the file lock there.");
            yield break;
        }

        var found = false;
        foreach (var file in RunDirectory.PassingFiles.Where(File.Exists))
        {
            found = true;
            yield return Remove(file, () =>
            {
                if (file == RunDirectory.PidFile) File.Delete(file);
                else RunDirectory.RemoveControlSocket();
            });
        }

        if (!found) yield return Finding.Ok(Check, "Nothing is left of earlier runs.");

        Finding Remove(string path, Action action)
        {
            if (!fix) return Finding.Warning(Check, $"{path} is left of a daemon that is no more.", "The next start sees to it; so does `doctor --fix`.");
            return TryFix(action) is { } problem ? Finding.Problem(Check, $"{path} is left, and cannot be removed: {problem}", $"rm -r {path}") : Finding.Ok(Check, $"{path} was left, and is removed.");
        }
    }

    private Finding ExamineLog()
    {
        const string Check = "log";
        var path = RunDirectory.LogFile;
        if (!File.Exists(path)) return Finding.Ok(Check, $"{path} is not there; the first start in the background makes it.");
        return TryFix(() => File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete).Dispose()) is { } problem
            ? Finding.Problem(Check, $"{path} cannot be written to: {problem}", "Give it to the daemon's user, or choose another with --logfile.") : Finding.Ok(Check, path);
    }

    private static void SetMode(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, mode);
    }

    /// <returns>What went wrong; <see langword="null"/>: nothing.</returns>
    private static string? TryFix(Action action)
    {
        try
        {
            action();
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return error.Message;
        }
    }
}
