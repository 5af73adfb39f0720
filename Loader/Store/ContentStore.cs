using System.Security.Cryptography;

namespace PluginFramework.Loader.Store;

/// <summary>
/// Copies of plugins under the run directory, each in a folder named by its content: <c>store/&lt;first 32 digits of its hash&gt;</c>.
/// A copy appears whole or not at all, and is never changed. Safe for several threads and processes.
/// </summary>
public sealed class ContentStore
{
    private const int NameLength = 32;
    private const long LongestFile = 1L << 30;
    private static readonly TimeSpan StaleAfter = TimeSpan.FromHours(1);

    private readonly TimeProvider _time;
    private readonly ContentIndex _index;

    /// <summary>Opens the store of a run directory, which is made when something is first stored.</summary>
    /// <param name="runDirectory">The run directory; the store is its folder <c>store</c>.</param>
    /// <param name="timeProvider">The clock; <see langword="null"/>: the system's.</param>
    public ContentStore(string runDirectory, TimeProvider? timeProvider = null)
    {
        Directory = Path.Combine(Path.GetFullPath(runDirectory), "store");
        _time = timeProvider ?? TimeProvider.System;
        _index = new ContentIndex(Path.Combine(Directory, "index"));
    }

    /// <summary>The folder of the store.</summary>
    public string Directory { get; }

    /// <summary>Deletes every copy but those named, and what interrupted copies left behind.</summary>
    /// <param name="keep">The store paths in use: of the candidates and of <see cref="Contexts.PluginLoader.PathsInUse"/>.</param>
    /// <returns>How many copies were deleted.</returns>
    /// <exception cref="IOException">A copy cannot be deleted.</exception>
    public int CollectGarbage(IEnumerable<string> keep)
    {
        ArgumentNullException.ThrowIfNull(keep);
        if (!System.IO.Directory.Exists(Directory)) return 0;
        var kept = keep.Where(path => path.Length > 0).Select(path => Path.GetFileName(Path.TrimEndingDirectorySeparator(path))).ToHashSet(StringComparer.Ordinal);
        var hashes = new HashSet<string>(StringComparer.Ordinal);
        var deleted = 0;
        foreach (var directory in new DirectoryInfo(Directory).EnumerateDirectories())
        {
            var isCopy = directory.Name.Length == NameLength && !directory.Name.StartsWith('.');
            if (isCopy && kept.Contains(directory.Name))
            {
                if (ContentList.Verify(directory.FullName) is { } copy) hashes.Add(copy.Hash);
            }
            else if (isCopy)
            {
                Discard(directory.FullName);
                deleted++;
            }
            else if (_time.GetUtcNow() - directory.LastWriteTimeUtc > StaleAfter)
            {
                // Younger ones may belong to another process that is copying right now.
                directory.Delete(recursive: true);
            }
        }
        _index.Trim(hashes);
        return deleted;
    }

    /// <summary>The copy that files with this fingerprint have, if they were stored before and the copy is whole.</summary>
    internal StoredContent? Find(string fingerprint)
    {
        if (_index.Find(fingerprint) is not { } hash) return null;
        return ContentList.Verify(PathOf(hash)) is { } copy && copy.Hash == hash ? copy : null;
    }

    /// <summary>Remembers that files with this fingerprint have that copy.</summary>
    internal void Remember(string fingerprint, StoredContent content) => _index.Add(fingerprint, content.Hash);

    /// <summary>Copies files into the store.</summary>
    /// <exception cref="ContentChangedException">A file changed meanwhile.</exception>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    /// <exception cref="InvalidDataException">A name leads out of the folder.</exception>
    internal StoredContent Add(IReadOnlyCollection<ContentFile> files)
    {
        MakePrivate(Directory);
        var staging = Path.Combine(Directory, $".staging-{Guid.NewGuid():n}");
        System.IO.Directory.CreateDirectory(staging);
        try
        {
            var list = ContentList.Write(files.Select(file => (file.Name, file.Length, Copy(file, staging))).ToArray());
            File.WriteAllBytes(Path.Combine(staging, ContentList.FileName), list);
            var hash = ContentList.HashOf(list);
            return new StoredContent(hash, Publish(staging, hash)) { Files = [.. files.Select(file => file.Name)] };
        }
        finally
        {
            if (System.IO.Directory.Exists(staging)) System.IO.Directory.Delete(staging, recursive: true);
        }
    }

    private string Publish(string staging, string hash)
    {
        var path = PathOf(hash);
        while (true)
        {
            if (System.IO.Directory.Exists(path))
            {
                if (ContentList.Verify(path)?.Hash == hash) return path;
                Discard(path);
            }
            try
            {
                System.IO.Directory.Move(staging, path);
                return path;
            }
            catch (IOException) when (System.IO.Directory.Exists(path))
            {
                // Another thread or process was first.
            }
        }
    }

    private static byte[] Copy(ContentFile file, string directory)
    {
        var target = Resolve(directory, file.Name);
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        if (file.Length > LongestFile) throw new InvalidDataException($"{file.Name} has {file.Length} bytes; the longest file a plugin may have is {LongestFile}.");
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var source = file.Open();
        using var copy = new FileStream(target, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        var buffer = new byte[81920];
        var left = file.Length;
        while (source.Read(buffer) is > 0 and var count)
        {
            if ((left -= count) < 0) break;
            hash.AppendData(buffer, 0, count);
            copy.Write(buffer, 0, count);
        }
        return left == 0 ? hash.GetHashAndReset() : throw new ContentChangedException($"{file.Name} changed while it was copied.");
    }

    /// <exception cref="InvalidDataException">The name leads out of the folder.</exception>
    internal static string Resolve(string directory, string name)
    {
        var path = Path.GetFullPath(Path.Combine(directory, name));
        var isInside = path.StartsWith(directory + Path.DirectorySeparatorChar, StringComparison.Ordinal);
        if (!isInside || name.Contains('\\', StringComparison.Ordinal) || name.AsSpan().ContainsAnyInRange('\0', '\x1f') || name == ContentList.FileName)
            throw new InvalidDataException($"The file name '{name}' leads out of the folder or is not allowed.");
        return path;
    }

    private string PathOf(string hash) => Path.Combine(Directory, hash[..NameLength]);

    // Renamed first, so that a kill in between leaves no half copy under its name.
    private void Discard(string path)
    {
        var trash = Path.Combine(Directory, $".trash-{Guid.NewGuid():n}");
        try
        {
            System.IO.Directory.Move(path, trash);
        }
        catch (DirectoryNotFoundException)
        {
            // Another process was first.
            return;
        }
        System.IO.Directory.Delete(trash, recursive: true);
    }

    private static void MakePrivate(string directory)
    {
        if (System.IO.Directory.Exists(directory)) return;
        if (OperatingSystem.IsWindows()) System.IO.Directory.CreateDirectory(directory);
        else System.IO.Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
