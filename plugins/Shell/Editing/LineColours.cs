using System.Collections.Immutable;
using PluginFramework.Prompt;

namespace PluginFramework.Shell.Editing;

/// <summary>The colours of a line that is being edited: asked for one text at a time, and meanwhile those of what has not changed.</summary>
internal sealed class LineColours(IEditorAid aid)
{
    private Task<ImmutableArray<PromptSpan>>? _answer;
    private string _asked = "";
    private (string Text, ImmutableArray<PromptSpan> Spans) _known = ("", []);

    /// <summary>The question that is open.</summary>
    public Task? Open => _answer;

    /// <summary>Asks for those of a text, unless they are known or a question is open.</summary>
    public void Ask(string text, CancellationToken cancellationToken)
    {
        if (_answer is not null || text == _asked) return;
        _asked = text;
        if (text.Length > 0) _answer = aid.ClassifyAsync(text, cancellationToken);
    }

    /// <summary>Takes the answer, if it is here.</summary>
    public async Task TakeAsync()
    {
        if (_answer is not { IsCompleted: true } answer) return;
        _answer = null;
        _known = (_asked, await answer);
    }

    /// <summary>The colours there are, as far as they are of this text.</summary>
    public ImmutableArray<PromptSpan> Of(string text)
    {
        if (_known.Text == text) return _known.Spans;
        var common = _known.Text.AsSpan().CommonPrefixLength(text);
        return [.. _known.Spans.Where(span => span.Start + span.Length <= common)];
    }
}
