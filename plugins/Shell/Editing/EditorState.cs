using System.Collections.Immutable;
using PluginFramework.Prompt;

namespace PluginFramework.Shell.Editing;

/// <summary>What the editor shows.</summary>
/// <param name="Prompt">What stands before the text.</param>
/// <param name="Text">The text.</param>
/// <param name="Cursor">Where the cursor is in it.</param>
internal sealed record EditorState(string Prompt, string Text, int Cursor)
{
    /// <summary>What stands before the second and later lines.</summary>
    public string Continuation { get; init; } = "";

    public ImmutableArray<PromptSpan> Spans { get; init; } = [];

    public Popup? Popup { get; init; }

    public HistorySearch? Search { get; init; }
}
