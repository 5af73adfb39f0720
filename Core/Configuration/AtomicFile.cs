using PluginFramework.Loader.Feeds.Layout;

namespace PluginFramework.Core.Configuration;

/// <summary>Replaces a file so that, whatever happens meanwhile, the old or the new content is there whole.</summary>
public static class AtomicFile
{
    /// <summary>Writes to a file beside it, makes that durable, and renames it over the old one, whose mode it keeps; a new one gets 0600.</summary>
    /// <exception cref="IOException">It cannot be written; the old content is as it was.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content) => DurableFiles.Replace(path, content, UnixFileMode.UserRead | UnixFileMode.UserWrite);
}
