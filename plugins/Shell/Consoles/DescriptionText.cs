using System.Text;
using PluginFramework.Prompt;
using PluginFramework.Shell.Terminal;

namespace PluginFramework.Shell.Consoles;

/// <summary>What the documentation says, for the terminal.</summary>
internal static class DescriptionText
{
    public static string Of(ShellIo io, PromptDescription description)
    {
        var text = new StringBuilder();
        var width = io.Width ?? 100;
        foreach (var signature in description.Signatures) Add(io.Palette, SafeText.Line(signature), Style.Cyan, "    ");
        if (description.Overloads > description.Signatures.Length) Add(io.Palette, $"and {description.Overloads - description.Signatures.Length} more", Style.Dim);
        Add(io.Palette, description.Summary);
        foreach (var note in description.Parameters.Where(note => note.Text.Length > 0)) Add(io.Palette, $"  {note.Name}: {note.Text}", indent: "    ");
        if (description.Returns.Length > 0) Add(io.Palette, $"  returns: {description.Returns}", indent: "    ");
        foreach (var note in description.Exceptions) Add(io.Palette, $"  throws {note.Name}: {note.Text}", indent: "    ");
        Add(io.Palette, description.Remarks, Style.Dim);
        return text.ToString();

        void Add(Palette palette, string content, Style style = Style.Plain, string indent = "")
        {
            if (content.Length == 0) return;
            var isFirst = true;
            foreach (var line in TextWrap.Lines(content, width - indent.Length))
            {
                text.Append(palette.Paint(isFirst ? line : indent + line, style)).Append('\n');
                isFirst = false;
            }
        }
    }
}
