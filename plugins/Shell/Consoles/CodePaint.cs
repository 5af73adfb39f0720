using System.Collections.Immutable;
using System.Text;
using PluginFramework.Prompt;
using PluginFramework.Shell.Editing;
using PluginFramework.Shell.Terminal;

namespace PluginFramework.Shell.Consoles;

/// <summary>Code in its colours.</summary>
internal static class CodePaint
{
    public static string Of(ShellIo io, string code, ImmutableArray<PromptSpan> spans)
    {
        var text = new StringBuilder();
        var at = 0;
        foreach (var span in spans.IsDefault ? [] : spans)
        {
            if (span.Start < at || span.Start + span.Length > code.Length) continue;
            text.Append(SafeText.Lines(code[at..span.Start])).Append(io.Paint(SafeText.Lines(code.Substring(span.Start, span.Length)), CodeStyles.Of(span.Kind)));
            at = span.Start + span.Length;
        }

        return text.Append(SafeText.Lines(code[at..])).ToString();
    }
}
