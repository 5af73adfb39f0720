using System.Collections.Immutable;
using PluginFramework.Web;

namespace PluginFramework.Prompt.Web;

/// <summary>Writes values as trees that unfold, and sequences of like objects as tables.</summary>
internal static class ValueWriter
{
    private const int MaxColumns = 12;
    private const int MaxPreview = 100;

    public static void Write(HtmlWriter html, PromptValue value, bool isOpen = true)
    {
        switch (value)
        {
            case PromptValue.Scalar scalar:
                html.Add($"""<span class="value {Tint(scalar)}" title="{scalar.Type}">{scalar.Text}</span>""");
                break;
            case PromptValue.Sequence { Items: [] } empty:
                html.Add($"""<span class="value"><span class="c-type">{empty.Type}</span> <span class="muted">empty</span></span>""");
                break;
            case PromptValue.Sequence sequence:
                Begin(html, sequence.Type, Count(sequence), isOpen);
                if (ColumnsOf(sequence) is { IsEmpty: false } columns) WriteTable(html, sequence, columns);
                else WriteItems(html, sequence);
                html.Add($"</details>");
                break;
            case PromptValue.Node { Members: not [] } node:
                Begin(html, node.Type, node.Text.Length > 0 ? node.Text : Preview(node), isOpen);
                html.Add($"""<dl class="members">""");
                foreach (var member in node.Members)
                {
                    html.Add($"<div><dt>{member.Name}</dt><dd>");
                    Write(html, member.Value, isOpen: false);
                    html.Add($"</dd></div>");
                }

                html.Add($"</dl></details>");
                break;
            case PromptValue.Node node:
                html.Add($"""<span class="value"><span class="c-type">{node.Type}</span> {node.Text}</span>""");
                break;
            case PromptValue.Elided elided:
                html.Add($"""<span class="value muted" title="{elided.Type}">{elided.Text}</span>""");
                break;
        }
    }

    private static void Begin(HtmlWriter html, string type, string text, bool isOpen)
    {
        if (isOpen) html.Add($"""<details class="value" open>""");
        else html.Add($"""<details class="value">""");
        html.Add($"""<summary><span class="c-type">{type}</span> <span class="preview">{Cut(text)}</span></summary>""");
    }

    private static void WriteItems(HtmlWriter html, PromptValue.Sequence sequence)
    {
        html.Add($"""<ol class="items-of" start="0">""");
        foreach (var item in sequence.Items)
        {
            html.Add($"<li>");
            Write(html, item, isOpen: false);
            html.Add($"</li>");
        }

        html.Add($"</ol>");
        More(html, sequence);
    }

    private static void WriteTable(HtmlWriter html, PromptValue.Sequence sequence, ImmutableArray<string> columns)
    {
        html.Add($"""<div class="table-of" tabindex="0" role="region" aria-label="{sequence.Type}, {Count(sequence)}"><table><thead><tr>""");
        foreach (var column in columns) html.Add($"""<th scope="col">{column}</th>""");
        html.Add($"</tr></thead><tbody>");
        foreach (var item in sequence.Items.OfType<PromptValue.Node>())
        {
            html.Add($"<tr>");
            foreach (var member in item.Members)
            {
                html.Add($"<td>");
                Write(html, member.Value, isOpen: false);
                html.Add($"</td>");
            }

            html.Add($"</tr>");
        }

        html.Add($"</tbody></table></div>");
        More(html, sequence);
    }

    private static void More(HtmlWriter html, PromptValue.Sequence sequence)
    {
        if (sequence.HasMore) html.Add($"""<p class="muted more">… and more</p>""");
    }

    /// <summary>The members all items have in common; none where they differ, or a table would be too wide.</summary>
    private static ImmutableArray<string> ColumnsOf(PromptValue.Sequence sequence)
    {
        if (sequence.Items[0] is not PromptValue.Node { Members: { Length: > 0 and <= MaxColumns } members } first) return [];
        var columns = members.Select(member => member.Name).ToImmutableArray();
        return sequence.Items.All(item => item is PromptValue.Node node && node.Type == first.Type && node.Members.Select(member => member.Name).SequenceEqual(columns, StringComparer.Ordinal))
            ? columns
            : [];
    }

    private static string Count(PromptValue.Sequence sequence) => (sequence.Items.Length, sequence.HasMore) switch
    {
        (1, false) => "1 item",
        (var count, false) => $"{count} items",
        var (count, _) => $"more than {count} items",
    };

    private static string Preview(PromptValue.Node node) =>
        $"{{ {string.Join(", ", node.Members.Take(4).Select(member => $"{member.Name} = {Short(member.Value)}"))}{(node.Members.Length > 4 ? ", …" : "")} }}";

    private static string Short(PromptValue value) => value switch
    {
        PromptValue.Scalar scalar => scalar.Text.Length > 40 ? scalar.Text[..39] + "…" : scalar.Text,
        PromptValue.Sequence sequence => $"[{sequence.Items.Length}{(sequence.HasMore ? "+" : "")}]",
        PromptValue.Node { Text.Length: > 0 and <= 40 } node => node.Text,
        _ => "…",
    };

    private static string Cut(string text) => text.Length <= MaxPreview ? text : text[..(MaxPreview - 1)] + "…";

    private static string Tint(PromptValue.Scalar scalar) => scalar switch
    {
        { Text: "null" or "true" or "false" } => "c-keyword",
        { Type: "string" or "char" } => "c-string",
        { Text: [>= '0' and <= '9', ..] or ['-', ..] } => "c-number",
        _ => "",
    };
}
