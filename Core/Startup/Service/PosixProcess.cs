using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text;

namespace PluginFramework.Core.Startup.Service;

/// <summary>Calls to the C library that change what this process is. The C library has them hold for all its threads.</summary>
[SuppressMessage("Interoperability", "SYSLIB1054", Justification = "Blittable arguments only: generated marshalling would need unsafe code for nothing.")]
internal static class PosixProcess
{
    private const uint Unchanged = uint.MaxValue;

    /// <exception cref="CommandException">There is no such thing on this system.</exception>
    public static void SetUmask(int mask)
    {
        if (OperatingSystem.IsWindows()) throw new CommandException(ExitCode.Unavailable, "--umask has no meaning on Windows.");
        _ = NativeUmask((uint)mask);
    }

    /// <exception cref="CommandException">It is not permitted.</exception>
    public static void ChangeRoot(string directory)
    {
        if (!OperatingSystem.IsLinux()) throw new CommandException(ExitCode.Unavailable, "--chroot works on Linux only.");
        Check(NativeChroot(Encoding.UTF8.GetBytes(directory + '\0')), $"--chroot {directory}");
        Environment.CurrentDirectory = "/";
    }

    /// <summary>Gives a file or directory to a user; a link itself, not what it leads to.</summary>
    /// <exception cref="CommandException">It is not permitted.</exception>
    public static void Give(string path, DaemonUser user) => Check(NativeChangeOwner(Encoding.UTF8.GetBytes(path + '\0'), user.UserId, user.GroupId), $"Giving {path} to {user.Name}");

    /// <summary>Takes the groups of a user for good, and no others.</summary>
    /// <exception cref="CommandException">It is not permitted.</exception>
    public static void SetGroups(DaemonUser user)
    {
        Check(NativeSetGroups(1, [user.GroupId]), "Leaving root's groups");
        Check(NativeSetGroupIds(user.GroupId, user.GroupId, user.GroupId), $"Becoming group {user.GroupId}");
    }

    /// <summary>Acts as a user from here on, and can come back.</summary>
    /// <exception cref="CommandException">It is not permitted.</exception>
    public static void ActAs(uint userId) => Check(NativeSetUserIds(Unchanged, userId, Unchanged), $"Acting as user {userId}");

    /// <summary>Becomes a user for good.</summary>
    /// <exception cref="CommandException">It is not permitted.</exception>
    public static void Become(uint userId) => Check(NativeSetUserIds(userId, userId, userId), $"Becoming user {userId}");

    /// <summary>Whether root could be had again.</summary>
    public static bool CanBecomeRoot() => NativeSetUserIds(Unchanged, 0, Unchanged) == 0 || NativeSetUserIds(0, 0, 0) == 0;

    private static void Check(int result, string what)
    {
        if (result != 0) throw new CommandException(ExitCode.Denied, $"{what} failed: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.");
    }

    [DllImport("libc", EntryPoint = "umask")]
    private static extern uint NativeUmask(uint mask);

    [DllImport("libc", EntryPoint = "chroot", SetLastError = true)]
    private static extern int NativeChroot(byte[] path);

    [DllImport("libc", EntryPoint = "lchown", SetLastError = true)]
    private static extern int NativeChangeOwner(byte[] path, uint user, uint group);

    [DllImport("libc", EntryPoint = "setgroups", SetLastError = true)]
    private static extern int NativeSetGroups(nint count, uint[] groups);

    [DllImport("libc", EntryPoint = "setresgid", SetLastError = true)]
    private static extern int NativeSetGroupIds(uint real, uint effective, uint saved);

    [DllImport("libc", EntryPoint = "setresuid", SetLastError = true)]
    private static extern int NativeSetUserIds(uint real, uint effective, uint saved);
}
