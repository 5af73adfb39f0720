using PluginFramework.Core.Network;

namespace PluginFramework.Core.Startup.Service;

/// <summary>
/// Root's part in a daemon that runs as another user. All files are read and made as that user, and no code of a plugin runs before root is
/// given up for good; only the privileged ports are bound as root.
/// </summary>
internal sealed class Privileges(DaemonUser user)
{
    /// <summary>Whether there is anything to give up.</summary>
    public static bool AreToBeDropped(DaemonUser? user) => user is not null && Posix.UserId == 0 && user.UserId != 0;

    /// <summary>Makes the run directory where there is none, and from then on acts as the user.</summary>
    /// <exception cref="CommandException">The directory is somebody else's.</exception>
    public void Lower(RunDirectory runDirectory)
    {
        var isNew = !Directory.Exists(runDirectory.Path);
        runDirectory.Create();
        if (isNew) PosixProcess.Give(runDirectory.Path, user);
        PosixProcess.SetGroups(user);
        PosixProcess.ActAs(user.UserId);
        try
        {
            using var probe = File.OpenHandle(Path.Combine(runDirectory.Path, $".{Path.GetRandomFileName()}"), FileMode.CreateNew, FileAccess.Write, options: FileOptions.DeleteOnClose);
        }
        catch (Exception error) when (error is UnauthorizedAccessException or IOException)
        {
            throw new CommandException(
                ExitCode.Denied,
                $"User {user.Name} cannot write to the run directory {runDirectory.Path}: {error.Message} Give it to that user with all it holds (chown -R {user.Name} {runDirectory.Path}), or choose another with --rundir.",
                error);
        }
    }

    /// <summary>Binds the privileged ports as root, and becomes the user for good.</summary>
    /// <exception cref="CommandException">It cannot be done, or could be undone.</exception>
    public void Drop(IEnumerable<EndpointAddress> addresses, ReservedSockets reserved)
    {
        PosixProcess.ActAs(0);
        reserved.Reserve(addresses);
        PosixProcess.Become(user.UserId);
        if (PosixProcess.CanBecomeRoot()) throw new CommandException(ExitCode.Denied, $"Root could be had again after becoming {user.Name}; nothing is started.");
    }
}
