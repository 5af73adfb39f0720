using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace PluginFramework.Scripting.Compilation;

/// <summary>An XML file of documentation, of which only the places of its members are kept in memory, unless it is no file on disk.</summary>
internal sealed class DocumentationFile
{
    /// <summary>The runtime's biggest has 8 MiB.</summary>
    private const int MaxLength = 32 * 1024 * 1024;
    private const int MaxMember = 256 * 1024;

    private static ReadOnlySpan<byte> Opening => "<member name=\""u8;

    private static ReadOnlySpan<byte> Closing => "</member>"u8;

    private readonly string? _path;
    private readonly ReadOnlyMemory<byte> _content;
    private readonly Dictionary<ulong, int> _places = [];
    private readonly long _length;

    private DocumentationFile(string? path, ReadOnlyMemory<byte> content)
    {
        (_path, _length) = (path, content.Length);
        if (path is null) _content = content;
        var rest = content.Span;
        var position = 0;
        while (rest.IndexOf(Opening) is >= 0 and var next)
        {
            position += next;
            rest = rest[(next + Opening.Length)..];
            var end = rest.IndexOf((byte)'"');
            if (end < 0) return;
            _places.TryAdd(Hash(rest[..end]), position);
            position += Opening.Length;
        }
    }

    /// <summary>Looks through what is in memory. <see langword="null"/> where it is empty or too big.</summary>
    public static DocumentationFile? Of(ReadOnlyMemory<byte> content) => content.Length is > 0 and <= MaxLength ? new(null, content) : null;

    /// <summary>Looks through a file. <see langword="null"/> where it is not there, cannot be read, or is too big.</summary>
    public static DocumentationFile? Read(string path)
    {
        try
        {
            return new FileInfo(path) is { Exists: true, Length: <= MaxLength } ? new(path, File.ReadAllBytes(path)) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>What the file says of a member.</summary>
    /// <param name="id">As in the file: <c>T:System.String</c>.</param>
    public XElement? Find(string id)
    {
        if (!_places.TryGetValue(Hash(Encoding.UTF8.GetBytes(Escape(id))), out var place)) return null;
        try
        {
            if (_path is null)
            {
                var member = _content.Span[place..Math.Min(place + MaxMember, _content.Length)];
                return member.IndexOf(Closing) is >= 0 and var last ? Parse(member[..(last + Closing.Length)], id) : null;
            }

            using var file = File.OpenHandle(_path);
            if (RandomAccess.GetLength(file) != _length) return null;
            var size = 4096;
            while (true)
            {
                var bytes = new byte[Math.Min(size, MaxMember)];
                var read = bytes.AsSpan(0, RandomAccess.Read(file, bytes, place));
                var end = read.IndexOf(Closing);
                if (end >= 0) return Parse(read[..(end + Closing.Length)], id);
                if (size >= MaxMember || read.Length < bytes.Length) return null;
                size *= 8;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or XmlException)
        {
            // Without its documentation a name is still a name.
            return null;
        }
    }

    private static XElement? Parse(ReadOnlySpan<byte> member, string id)
    {
        using var text = new StringReader(Encoding.UTF8.GetString(member));
        using var reader = XmlReader.Create(text, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
        var element = XElement.Load(reader, LoadOptions.PreserveWhitespace);
        return (string?)element.Attribute("name") == id ? element : null;
    }

    private static string Escape(string id) => id.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);

    /// <summary>FNV-1a. Whoever is found by it says their name.</summary>
    private static ulong Hash(ReadOnlySpan<byte> text)
    {
        var hash = 14695981039346656037UL;
        foreach (var octet in text) hash = unchecked((hash ^ octet) * 1099511628211UL);
        return hash;
    }
}
