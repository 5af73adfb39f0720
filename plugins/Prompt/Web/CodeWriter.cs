using System.Collections.Immutable;
using PluginFramework.Web;

namespace PluginFramework.Prompt.Web;

/// <summary>Writes an entry in colours, with the places marked of which the compiler speaks.</summary>
internal static class CodeWriter
{
    public static void Write(HtmlWriter html, string code, ImmutableArray<PromptSpan> spans, ImmutableArray<PromptDiagnostic> diagnostics)
    {
        var marks = diagnostics.Where(diagnostic => diagnostic.IsError).Select(diagnostic => PlaceOf(diagnostic, code)).Where(place => place.End > place.Start).ToArray();
        var kinds = new string?[code.Length];
        foreach (var span in spans) Array.Fill(kinds, span.Kind, Math.Min(span.Start, code.Length), Math.Clamp(span.Length, 0, Math.Max(code.Length - span.Start, 0)));
        for (var start = 0; start < code.Length;)
        {
            var (kind, isMarked) = (kinds[start], IsIn(marks, start));
            var end = start + 1;
            while (end < code.Length && kinds[end] == kind && IsIn(marks, end) == isMarked) end++;
            if (isMarked) html.Add($"<mark>");
            if (kind is null) html.Text(code.AsSpan(start, end - start));
            else html.Add($"""<span class="c-{kind}">{code[start..end]}</span>""");
            if (isMarked) html.Add($"</mark>");
            start = end;
        }
    }

    private static bool IsIn((int Start, int End)[] marks, int position) => Array.Exists(marks, mark => position >= mark.Start && position < mark.End);

    /// <summary>Something missing is marked by what stands there, or by what stands before the end.</summary>
    private static (int Start, int End) PlaceOf(PromptDiagnostic diagnostic, string code)
    {
        var start = 0;
        for (var line = 1; line < diagnostic.Line; line++)
        {
            var next = code.IndexOf('\n', start);
            if (next < 0) break;
            start = next + 1;
        }

        start = Math.Clamp(start + diagnostic.Column - 1, 0, code.Length);
        if (diagnostic.Length > 0) return (start, Math.Min(start + diagnostic.Length, code.Length));
        return start < code.Length && !char.IsWhiteSpace(code[start]) ? (start, start + 1) : (Math.Max(start - 1, 0), start);
    }
}
