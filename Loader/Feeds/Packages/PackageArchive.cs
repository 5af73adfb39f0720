using System.IO.Compression;
using System.Text;
using System.Xml;
using NuGet.Packaging;
using NuGet.Packaging.Core;
using PluginFramework.Loader.Feeds.Transport;

namespace PluginFramework.Loader.Feeds.Packages;

/// <summary>
/// A package opened for reading. That its names stay inside a folder, that it has no links and not too many files is known when it is open;
/// how much it unpacks to is counted while it is read, for what it says of that itself may be untrue. For one thread.
/// </summary>
internal sealed class PackageArchive : IDisposable
{
    private const int LongestNuspec = 1 << 20;
    private const int LinkType = 0xA000, TypeMask = 0xF000, UnixAttributes = 16;

    private readonly string _name;
    private readonly ZipArchive _zip;
    private readonly Dictionary<string, ZipArchiveEntry> _entries = new(StringComparer.OrdinalIgnoreCase);
    private readonly FeedLimits _limits;
    private long _left;

    private PackageArchive(string name, Stream stream, FeedLimits limits)
    {
        (_name, _limits, _left) = (name, limits, limits.LongestContent);
        _zip = new ZipArchive(stream, ZipArchiveMode.Read);
    }

    /// <summary>The names of its files, with <c>/</c>.</summary>
    public IReadOnlyCollection<string> Files => _entries.Keys;

    public NuspecReader Nuspec { get; private set; } = null!;

    public PackageIdentity Identity => Nuspec.GetIdentity();

    /// <exception cref="FeedException">It is damaged, no package, or unsafe to unpack.</exception>
    public static PackageArchive Open(string path, FeedLimits limits) => Open(Path.GetFileName(path), File.OpenRead(path), limits);

    /// <summary>Opens a package, called by that name in messages; its bytes are closed with it.</summary>
    public static PackageArchive Open(string name, Stream stream, FeedLimits limits)
    {
        PackageArchive? archive = null;
        try
        {
            archive = new PackageArchive(name, stream, limits);
            archive.List();
            archive.ReadNuspec();
            var opened = archive;
            archive = null;
            return opened;
        }
        catch (Exception exception) when (exception is InvalidDataException or PackagingException or XmlException or ArgumentException or FormatException or EndOfStreamException)
        {
            stream.Dispose();
            throw new FeedException($"{name} is damaged or no package: {exception.Message} Ask whoever published it for a whole one.", exception);
        }
        finally
        {
            archive?.Dispose();
        }
    }

    /// <summary>The content of a file.</summary>
    /// <exception cref="FeedException">The package unpacks to more than is taken, or is damaged.</exception>
    public byte[] Read(string name)
    {
        using var content = new MemoryStream();
        Copy(name, content, _left);
        return content.ToArray();
    }

    /// <summary>The beginning of a text, in UTF-8; <see langword="null"/> where there is no such file.</summary>
    /// <param name="name">The file.</param>
    /// <param name="longest">How many octets are read; where there are more, <c>…</c> stands at the end.</param>
    /// <exception cref="FeedException">The package is damaged.</exception>
    public string? ReadText(string name, int longest)
    {
        if (!_entries.TryGetValue(name, out var entry)) return null;
        try
        {
            using var source = entry.Open();
            var content = new byte[longest + 1];
            var length = source.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
            var text = Encoding.UTF8.GetString(content, 0, Math.Min(length, longest)).TrimStart('\uFEFF');
            return length > longest ? text.TrimEnd('\uFFFD') + "…" : text;
        }
        catch (InvalidDataException exception)
        {
            throw new FeedException($"{_name} is damaged at {name}: {exception.Message}", exception);
        }
    }

    public void CopyTo(string name, Stream target) => Copy(name, target, _left);

    public void Dispose() => _zip.Dispose();

    private void Copy(string name, Stream target, long longest)
    {
        try
        {
            using var source = new BoundedStream(_entries[name].Open(), longest, Timeout.InfiniteTimeSpan, TimeProvider.System, name);
            source.CopyTo(target);
            _left -= source.Position;
        }
        catch (AnswerTooLongException exception)
        {
            throw Unsafe($"unpacks to more than {_limits.LongestContent} bytes", exception);
        }
        catch (InvalidDataException exception)
        {
            throw new FeedException($"{_name} is damaged at {name}: {exception.Message}", exception);
        }
    }

    private void List()
    {
        if (_zip.Entries.Count > _limits.MostFiles) throw Unsafe($"holds {_zip.Entries.Count} files, more than {_limits.MostFiles}");
        foreach (var entry in _zip.Entries)
        {
            var name = entry.FullName.Contains('%', StringComparison.Ordinal) ? Uri.UnescapeDataString(entry.FullName) : entry.FullName;
            if (IsOutside(name)) throw Unsafe($"holds the file name '{name}', which leads out of its folder");
            if (((entry.ExternalAttributes >> UnixAttributes) & TypeMask) == LinkType) throw Unsafe($"holds the link '{name}'");
            // Folders are listed by some.
            if (!name.EndsWith('/') && !_entries.TryAdd(name, entry)) throw Unsafe($"holds '{name}' twice");
        }
        if (_entries.Values.Sum(entry => Math.Max(0, (decimal)entry.Length)) > _limits.LongestContent) throw Unsafe($"unpacks to more than {_limits.LongestContent} bytes");
    }

    private void ReadNuspec()
    {
        string[] names = [.. _entries.Keys.Where(name => !name.Contains('/') && name.EndsWith(".nuspec", StringComparison.OrdinalIgnoreCase))];
        if (names is not [var only]) throw new InvalidDataException(names.Length == 0 ? "it has no .nuspec." : "it has several .nuspec files.");
        if (_entries[only].Length > LongestNuspec) throw Unsafe($"has a .nuspec longer than {LongestNuspec} bytes");
        using var content = new MemoryStream();
        Copy(only, content, LongestNuspec);
        content.Position = 0;
        Nuspec = new NuspecReader(content);
        _ = Nuspec.GetIdentity();
    }

    private FeedException Unsafe(string what, Exception? cause = null) => new($"{_name} {what}; it is refused. Ask whoever published it.", cause);

    private static bool IsOutside(string name) =>
        name.Length == 0 || name[0] == '/' || name.AsSpan().ContainsAny('\\', ':') || name.AsSpan().ContainsAnyInRange('\0', '\x1f')
        || name.Split('/').Any(segment => segment is ".." or ".");
}
