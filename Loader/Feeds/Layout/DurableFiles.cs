using System.Runtime.InteropServices;
using System.Text;

namespace PluginFramework.Loader.Feeds.Layout;

/// <summary>Writes that have reached the disk when they return.</summary>
internal static class DurableFiles
{
    /// <summary>Puts content in the place of a file, so that whoever looks finds the old content or the new whole.</summary>
    public static void Replace(string path, ReadOnlySpan<byte> content)
    {
        var directory = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var part = $"{path}.{Guid.NewGuid():n}.tmp";
        try
        {
            using (var stream = new FileStream(part, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0))
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

    /// <summary>Brings the names in a folder to the disk. Windows keeps them with the files and has nothing to call.</summary>
    /// <exception cref="IOException">It failed.</exception>
    public static void FlushDirectory(string directory)
    {
        if (OperatingSystem.IsWindows()) return;
        const int readOnly = 0;
        var descriptor = Open(Encoding.UTF8.GetBytes(directory + '\0'), readOnly);
        if (descriptor < 0) throw new IOException($"{directory} cannot be opened: error {Marshal.GetLastPInvokeError()}.");
        try
        {
            if (Flush(descriptor) != 0) throw new IOException($"{directory} cannot be brought to the disk: error {Marshal.GetLastPInvokeError()}.");
        }
        finally
        {
            _ = Close(descriptor);
        }
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
