using System.Collections.Immutable;
using PluginFramework.Prompt;
using PluginFramework.Shell.Terminal;

namespace PluginFramework.Shell.Editing;

/// <summary>What the editor looks like: the prompt, the text in its colours, and what stands under it.</summary>
internal static class EditorLayout
{
    public static Frame Of(EditorState state, TerminalSize size)
    {
        var columns = Math.Max(size.Columns, 2);
        var rows = Math.Max(size.Rows, 1);
        var frame = new FrameBuilder(columns);
        if (state.Search is { } search)
        {
            frame.Add(search.HasFailed ? "(no match) '" : "(search) '", Style.Dim).Add(SafeText.Line(search.Text), Style.Bold).Add("': ", Style.Dim);
            AddText(frame, search.Found ?? "", [], cursor: -1, continuation: "");
            return frame.Build().Fit(rows);
        }

        frame.Add(state.Prompt, Style.Bold);
        AddText(frame, state.Text, state.Spans, state.Cursor, state.Continuation);
        if (state.Popup is { } popup && rows > 2) PopupLayout.Add(frame, popup, columns, Math.Max(1, Math.Min(rows - frame.Rows, rows / 2 + 4)));
        return frame.Build().Fit(rows);
    }

    private static void AddText(FrameBuilder frame, string text, ImmutableArray<PromptSpan> spans, int cursor, string continuation)
    {
        var at = 0;
        foreach (var span in spans)
        {
            if (span.Start < at || span.Start + span.Length > text.Length) continue;
            Add(at, span.Start, Style.Plain);
            Add(span.Start, span.Start + span.Length, StyleOf(span));
            at = span.Start + span.Length;
        }

        Add(at, text.Length, Style.Plain);
        if (cursor == text.Length) frame.Cursor();

        void Add(int start, int end, Style style)
        {
            if (cursor >= start && cursor < end)
            {
                AddLines(text[start..cursor], style);
                frame.Cursor();
                start = cursor;
            }

            AddLines(text[start..end], style);
        }

        void AddLines(string part, Style style)
        {
            var lines = part.Split('\n');
            for (var line = 0; line < lines.Length; line++)
            {
                if (line > 0) frame.NewRow().Add(continuation, Style.Dim);
                frame.Add(SafeText.Line(lines[line]), style);
            }
        }
    }

    private static Style StyleOf(PromptSpan span) => span.IsError ? Style.Red : CodeStyles.Of(span.Kind);
}
