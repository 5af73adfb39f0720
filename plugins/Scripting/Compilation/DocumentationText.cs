using System.Text;
using System.Xml.Linq;

namespace PluginFramework.Scripting.Compilation;

/// <summary>Documentation as plain text: references become names, and its lines become paragraphs.</summary>
internal static class DocumentationText
{
    /// <summary>The text of an element, cut after so many characters.</summary>
    public static string Of(XElement? element, int maxLength)
    {
        if (element is null) return "";
        var text = new StringBuilder();
        Append(text, element, maxLength * 2);
        var paragraphs = text.ToString().Split('\f', StringSplitOptions.RemoveEmptyEntries)
            .Select(paragraph => string.Join(' ', paragraph.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))
            .Where(paragraph => paragraph.Length > 0);
        var whole = string.Join('\n', paragraphs);
        return whole.Length <= maxLength ? whole : whole[..(maxLength - 1)].TrimEnd() + "…";
    }

    /// <summary>The name within an id: <c>M:System.String.Join(System.Char,System.String[])</c> is about <c>String.Join</c>.</summary>
    public static string NameOf(string id)
    {
        var name = id[(id.IndexOf(':', StringComparison.Ordinal) + 1)..].Split('(')[0];
        var parts = name.Split('.');
        var kept = id.StartsWith("T:", StringComparison.Ordinal) ? parts[^1] : string.Join('.', parts.TakeLast(2));
        return kept.Split('`')[0];
    }

    private static void Append(StringBuilder text, XElement element, int maxLength)
    {
        foreach (var node in element.Nodes())
        {
            if (text.Length > maxLength) return;
            switch (node)
            {
                case XText plain:
                    text.Append(plain.Value);
                    break;
                case XElement { Name.LocalName: "see" or "seealso" or "paramref" or "typeparamref" } reference when !reference.Nodes().Any():
                    text.Append(
                        (string?)reference.Attribute("langword")
                        ?? (string?)reference.Attribute("name")
                        ?? ((string?)reference.Attribute("cref") is { } id ? NameOf(id) : (string?)reference.Attribute("href")));
                    break;
                case XElement { Name.LocalName: "para" or "item" or "code" or "list" or "br" } block:
                    text.Append('\f');
                    Append(text, block, maxLength);
                    text.Append('\f');
                    break;
                case XElement other:
                    Append(text, other, maxLength);
                    break;
            }
        }
    }
}
