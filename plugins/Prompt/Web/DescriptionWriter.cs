using System.Collections.Immutable;
using PluginFramework.Web;

namespace PluginFramework.Prompt.Web;

/// <summary>Writes what the documentation says of something.</summary>
internal static class DescriptionWriter
{
    private const string AtHand = "At hand: Users, Plugins, Chat, Endpoints, Log, Me. Try Users.Count(), or help Users.Add for what the documentation says of something.";

    /// <summary>What an entry asks help for; empty: for help as such. <see langword="null"/> where it is no such question.</summary>
    public static string? NameIn(string code)
    {
        var text = code.Trim();
        if (text == "help") return "";
        return text.StartsWith("help ", StringComparison.Ordinal) && !text.Contains('=', StringComparison.Ordinal) ? text[5..].Trim() : null;
    }

    /// <summary>Writes a description.</summary>
    public static HtmlWriter Write(string name, PromptDescription? description)
    {
        var html = new HtmlWriter();
        html.Add($"""<aside class="help" aria-label="Help">""");
        if (name.Length == 0) html.Add($"<p>{AtHand}</p>");
        else if (description is null) html.Add($"<p><code>{name}</code> means nothing here.</p>");
        else Write(html, description);
        return html.Add($"</aside>");
    }

    private static void Write(HtmlWriter html, PromptDescription description)
    {
        html.Add($"""<h2>{description.Name}</h2><pre class="code">{string.Join('\n', description.Signatures)}</pre>""");
        if (description.Overloads > description.Signatures.Length) html.Add($"""<p class="muted">and {description.Overloads - description.Signatures.Length} more</p>""");
        Paragraphs(html, description.Summary);
        Notes(html, "Parameters", description.Parameters);
        if (description.Returns.Length > 0)
        {
            html.Add($"<h3>Returns</h3>");
            Paragraphs(html, description.Returns);
        }

        Notes(html, "Throws", description.Exceptions);
        Paragraphs(html, description.Remarks);
    }

    private static void Notes(HtmlWriter html, string title, ImmutableArray<PromptNote> notes)
    {
        if (notes.IsEmpty) return;
        html.Add($"""<h3>{title}</h3><dl class="members">""");
        foreach (var note in notes) html.Add($"<div><dt>{note.Name}</dt><dd>{note.Text}</dd></div>");
        html.Add($"</dl>");
    }

    private static void Paragraphs(HtmlWriter html, string text)
    {
        foreach (var paragraph in text.Split('\n', StringSplitOptions.RemoveEmptyEntries)) html.Add($"<p>{paragraph}</p>");
    }
}
