using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace PluginFramework.Core.Startup;

/// <summary>The few calls to the C library that .NET has no method for. Elsewhere than on Unix they do nothing.</summary>
[SuppressMessage("Interoperability", "SYSLIB1054", Justification = "Blittable arguments only: generated marshalling would need unsafe code for nothing.")]
internal static class Posix
{
    /// <summary>The effective user id of this process; 0 on Windows.</summary>
    public static uint UserId => OperatingSystem.IsWindows() ? 0 : NativeGetUserId();

    /// <summary>Leaves the terminal and its process group.</summary>
    public static void StartSession()
    {
        if (!OperatingSystem.IsWindows()) _ = NativeStartSession();
    }

    /// <summary>Lets go of the standard streams, so that whoever waits for their end gets it.</summary>
    /// <param name="errorFile">Takes standard error from here on: there the runtime says why it ends a process that failed.</param>
    public static void DetachStandardStreams(string errorFile)
    {
        if (OperatingSystem.IsWindows()) return;
        using var nothing = File.OpenHandle("/dev/null", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        using var errors = File.OpenHandle(errorFile, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        for (var descriptor = 0; descriptor <= 1; descriptor++) _ = NativeDuplicate((int)nothing.DangerousGetHandle(), descriptor);
        _ = NativeDuplicate((int)errors.DangerousGetHandle(), 2);
    }

    [DllImport("libc", EntryPoint = "geteuid")]
    private static extern uint NativeGetUserId();

    [DllImport("libc", EntryPoint = "setsid")]
    private static extern int NativeStartSession();

    [DllImport("libc", EntryPoint = "dup2")]
    private static extern int NativeDuplicate(int from, int to);
}
