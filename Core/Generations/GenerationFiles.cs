using PluginFramework.Core.Configuration;
using PluginFramework.Loader.Feeds.Layout;

namespace PluginFramework.Core.Generations;

/// <summary>The steps that generations are written in: each is done whole or not at all, and on the disk when it returns.</summary>
/// <param name="done">Told of each step that is done: where a process may be killed.</param>
internal sealed class GenerationFiles(Action<string>? done = null)
{
    public void Write(string path, ReadOnlySpan<byte> content)
    {
        AtomicFile.Write(path, content);
        done?.Invoke($"write {path}");
    }

    public void MakeDirectory(string path)
    {
        if (Directory.Exists(path)) return;
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        DurableFiles.FlushDirectory(Path.GetDirectoryName(path)!);
        done?.Invoke($"make {path}");
    }

    public void Rename(string from, string to)
    {
        Directory.Move(from, to);
        DurableFiles.FlushDirectory(Path.GetDirectoryName(to)!);
        DurableFiles.FlushDirectory(Path.GetDirectoryName(from)!);
        done?.Invoke($"rename {from} {to}");
    }

    public void DeleteFile(string path)
    {
        File.Delete(path);
        DurableFiles.FlushDirectory(Path.GetDirectoryName(path)!);
        done?.Invoke($"delete {path}");
    }

    /// <summary>Deletes a folder that nothing refers to; in no order.</summary>
    public void Delete(string directory)
    {
        if (!Directory.Exists(directory)) return;
        Directory.Delete(directory, recursive: true);
        done?.Invoke($"delete {directory}");
    }
}
