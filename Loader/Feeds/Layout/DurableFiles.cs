using System.Runtime.InteropServices;
using System.Text;

namespace PluginFramework.Loader.Feeds.Layout;

/// <summary>Writes that have reached the disk when they return.</summary>
internal static class DurableFiles
{
    // What a file system answers that cannot bring a folder to the disk, and a folder that may be written to and not read: EBADF, EACCES,
    // EINVAL, ENOSYS, and ENOTSUP of Linux and macOS.
    private static readonly int[] NotPossible = [9, 13, 22, 38, 45, 95];

    /// <summary>Puts content in the place of a file, so that whoever looks finds the old content or the new whole. Links are followed.</summary>
    /// <param name="path">The file; it keeps its mode.</param>
    /// <param name="content">What it is to hold.</param>
    /// <param name="newMode">The mode of a file that is not there yet; <see langword="null"/>: what the process gives new files.</param>
    /// <exception cref="IOException">It cannot be written; the old content is as it was.</exception>
    public static void Replace(string path, ReadOnlySpan<byte> content, UnixFileMode? newMode = null)
    {
        path = Path.GetFullPath(File.Exists(path) && File.ResolveLinkTarget(path, returnFinalTarget: true) is { } target ? target.FullName : path);
        var directory = Path.GetDirectoryName(path)!;
        // Hidden, so that whoever looks for files of a kind passes it over.
        var part = Path.Combine(directory, $".{Path.GetFileName(path)}.{Guid.NewGuid():n}.tmp");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = File.Exists(path) ? File.GetUnixFileMode(path) : newMode;
        try
        {
            using (var stream = new FileStream(part, options))
            {
                stream.Write(content);
                stream.Flush(flushToDisk: true);
            }
            File.Move(part, path, overwrite: true);
            FlushDirectory(directory);
        }
        finally
        {
            File.Delete(part);
        }
    }

    /// <summary>Deletes what processes have left that ended while they replaced a file. For who alone replaces it.</summary>
    public static void DeleteParts(string path)
    {
        path = Path.GetFullPath(File.Exists(path) && File.ResolveLinkTarget(path, returnFinalTarget: true) is { } target ? target.FullName : path);
        var directory = Path.GetDirectoryName(path)!;
        if (!Directory.Exists(directory)) return;
        foreach (var part in Directory.EnumerateFiles(directory, $".{Path.GetFileName(path)}.*.tmp").ToList()) File.Delete(part);
    }

    /// <summary>Brings the names in a folder to the disk, where the file system can. Windows keeps them with the files and has nothing to call.</summary>
    /// <exception cref="IOException">It failed.</exception>
    public static void FlushDirectory(string directory)
    {
        if (OperatingSystem.IsWindows()) return;
        const int readOnly = 0;
        var descriptor = Open(Encoding.UTF8.GetBytes(directory + '\0'), readOnly);
        var error = descriptor < 0 || Flush(descriptor) != 0 ? Marshal.GetLastPInvokeError() : 0;
        if (descriptor >= 0) _ = Close(descriptor);
        if (error != 0 && !NotPossible.Contains(error)) throw new IOException($"{directory} cannot be brought to the disk: error {error}.");
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Flush(int descriptor);

    [DllImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int descriptor);
}
