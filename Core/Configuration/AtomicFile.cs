using PluginFramework.Core.Startup;

namespace PluginFramework.Core.Configuration;

/// <summary>Replaces a file so that, whatever happens meanwhile, the old or the new content is there whole.</summary>
public static class AtomicFile
{
    /// <summary>Writes to a file beside it, makes that durable, and renames it over the old one, whose mode it keeps; a new one gets 0600.</summary>
    /// <exception cref="IOException">It cannot be written; the old content is as it was.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        path = Path.GetFullPath(File.Exists(path) && File.ResolveLinkTarget(path, returnFinalTarget: true) is { } target ? target.FullName : path);
        var directory = Path.GetDirectoryName(path)!;
        var temporary = Path.Combine(directory, $".{Path.GetFileName(path)}.{Path.GetRandomFileName()}");
        var mode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        if (!OperatingSystem.IsWindows() && File.Exists(path)) mode = File.GetUnixFileMode(path);
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = mode;
            using (var stream = new FileStream(temporary, options))
            {
                stream.Write(content);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }

        Posix.FlushDirectory(directory);
    }
}
