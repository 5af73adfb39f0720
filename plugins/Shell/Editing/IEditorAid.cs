using System.Collections.Immutable;
using PluginFramework.Prompt;

namespace PluginFramework.Shell.Editing;

/// <summary>What the editor has to know of the language that is typed in it.</summary>
internal interface IEditorAid
{
    /// <summary>Whether Enter is to run it rather than begin another line.</summary>
    bool IsComplete(string text);

    /// <summary>How far a line after this text is indented.</summary>
    int Indent(string text);

    Task<Proposals> ProposeAsync(string text, int position, CancellationToken cancellationToken);

    Task<ImmutableArray<PromptSpan>> ClassifyAsync(string text, CancellationToken cancellationToken);

    /// <summary>Whether what was typed last asks for proposals by itself.</summary>
    bool ProposesAfter(string text, int position) => false;
}
