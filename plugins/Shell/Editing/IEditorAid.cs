using System.Collections.Immutable;
using PluginFramework.Prompt;

namespace PluginFramework.Shell.Editing;

/// <summary>What the editor has to know of the language that is typed in it; of a text in none, nothing.</summary>
internal interface IEditorAid
{
    /// <summary>Whether Enter is to run it rather than begin another line.</summary>
    bool IsComplete(string text) => true;

    /// <summary>How far a line after this text is indented.</summary>
    int Indent(string text) => 0;

    /// <summary>Whether what was typed last asks for proposals by itself.</summary>
    bool SuggestsAfter(string text, int position) => false;

    /// <param name="text">The text.</param>
    /// <param name="position">Where in it.</param>
    /// <param name="isAsked">The user wants to know; otherwise what was typed suggests it.</param>
    /// <param name="cancellationToken">They do not any more.</param>
    Task<Proposals> ProposeAsync(string text, int position, bool isAsked, CancellationToken cancellationToken) => Task.FromResult(Proposals.None);

    Task<ImmutableArray<PromptSpan>> ClassifyAsync(string text, CancellationToken cancellationToken) => Task.FromResult(ImmutableArray<PromptSpan>.Empty);
}
