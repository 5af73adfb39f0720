namespace PluginFramework.Loader.Discovery;

/// <summary>A file of a drop, as the file system shows it without opening it.</summary>
/// <param name="Name">Relative to the drop's folder, with <c>/</c>.</param>
/// <param name="Path">Its path.</param>
/// <param name="Length">Its length; -1 where it is wanted and not there.</param>
/// <param name="Changed">When it was last written or made, whichever is later.</param>
internal readonly record struct SourceFile(string Name, string Path, long Length, DateTime Changed)
{
    public bool Exists => Length >= 0;

    public static SourceFile Of(FileInfo file, string name)
    {
        // A copy that keeps the time of writing still has a new time of making.
        return file.Exists
            ? new(name, file.FullName, file.Length, file.LastWriteTimeUtc > file.CreationTimeUtc ? file.LastWriteTimeUtc : file.CreationTimeUtc)
            : new(name, file.FullName, -1, DateTime.MinValue);
    }
}
