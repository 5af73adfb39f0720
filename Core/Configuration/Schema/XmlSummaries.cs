using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace PluginFramework.Core.Configuration.Schema;

/// <summary>The summaries in the XML documentation beside an assembly.</summary>
internal sealed class XmlSummaries
{
    private const long MaxFileOctets = 8 << 20;
    private readonly Dictionary<string, string> _summaries = new(StringComparer.Ordinal);

    public static XmlSummaries None { get; } = new();

    /// <summary>Reads the file beside an assembly. One that is missing or damaged has no summaries: options work without.</summary>
    public static XmlSummaries Beside(string assemblyPath)
    {
        var path = Path.ChangeExtension(assemblyPath, ".xml");
        try
        {
            if (!File.Exists(path) || new FileInfo(path).Length > MaxFileOctets) return None;
            using var reader = XmlReader.Create(path, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            var summaries = new XmlSummaries();
            foreach (var member in XDocument.Load(reader).Descendants("member"))
            {
                if (member.Attribute("name")?.Value is { } name && member.Element("summary") is { } summary) summaries._summaries[name] = Flatten(summary);
            }

            return summaries;
        }
        catch (Exception error) when (error is XmlException or IOException or UnauthorizedAccessException)
        {
            return None;
        }
    }

    /// <summary>The summary of a property; <see langword="null"/> where there is none.</summary>
    public string? OfProperty(Type type, string name) => _summaries.GetValueOrDefault($"P:{type.FullName?.Replace('+', '.')}.{name}");

    private static string Flatten(XElement element)
    {
        var text = new StringBuilder();
        Append(element, text);
        return string.Join(' ', text.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    private static void Append(XElement element, StringBuilder text)
    {
        foreach (var node in element.Nodes())
        {
            if (node is XText plain) text.Append(plain.Value);
            else if (node is XElement { IsEmpty: true } reference) text.Append(NameOf(reference));
            else if (node is XElement inner) Append(inner, text);
        }
    }

    private static string NameOf(XElement reference)
    {
        if (reference.Attribute("langword")?.Value is { } word) return word;
        var name = (reference.Attribute("cref") ?? reference.Attribute("name"))?.Value ?? "";
        var parameters = name.IndexOf('(');
        if (parameters >= 0) name = name[..parameters];
        return name[(name.LastIndexOfAny(['.', ':']) + 1)..];
    }
}
