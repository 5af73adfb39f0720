using System.Globalization;

namespace PluginFramework.Core.Startup.Service;

/// <summary>Who the daemon is to run as.</summary>
/// <param name="UserId">The user's number.</param>
/// <param name="GroupId">The group's number.</param>
/// <param name="Name">The user's name as it was given.</param>
internal sealed record DaemonUser(uint UserId, uint GroupId, string Name)
{
    /// <summary>Looks up names in <c>/etc/passwd</c> and <c>/etc/group</c>; users known elsewhere are given by number.</summary>
    /// <returns><see langword="null"/> where none is asked for.</returns>
    /// <exception cref="CommandException">There is no such user or group, or this process may not become it.</exception>
    public static DaemonUser? Resolve(string? user, string? group)
    {
        if (user is null && group is null) return null;
        if (user is null) throw new CommandException(ExitCode.Usage, "--gid goes with --uid: say which user to run as.");
        if (!OperatingSystem.IsLinux()) throw new CommandException(ExitCode.Unavailable, "--uid and --gid work on Linux only; have the service manager choose the user.");
        var entry = Entry("/etc/passwd", user);
        var userId = Number(user) ?? Number(entry?[2]) ?? throw new CommandException(ExitCode.Usage, $"There is no user '{user}' in /etc/passwd; one known elsewhere is given by number.");
        var groupId = group is null ? Number(entry?[3]) : Number(group) ?? Number(Entry("/etc/group", group)?[2]);
        var found = new DaemonUser(userId, groupId ?? throw new CommandException(
            ExitCode.Usage, group is null ? $"The group of user {user} is not known; name it with --gid." : $"There is no group '{group}' in /etc/group."), user);
        if (Posix.UserId != 0 && Posix.UserId != userId)
            throw new CommandException(ExitCode.Denied, $"Only root may become another user: start this as root, or as {user} without --uid.");
        return found;
    }

    /// <summary>The fields of the line of a name or number; <see langword="null"/> where there is none.</summary>
    private static string[]? Entry(string path, string name)
    {
        if (!File.Exists(path)) return null;
        return File.ReadLines(path).Select(line => line.Split(':')).FirstOrDefault(fields => fields.Length >= 4 && (fields[0] == name || fields[2] == name));
    }

    private static uint? Number(string? text) => uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number != uint.MaxValue ? number : null;
}
