using System.Collections.Immutable;
using PluginFramework.Panels;
using PluginFramework.Prompt;
using PluginFramework.Shell.Editing;

namespace PluginFramework.Shell.Commands;

/// <summary>A field of a form, with what there is to choose from.</summary>
internal sealed class ChoiceAid(PanelParameter field) : IEditorAid
{
    public bool IsComplete(string text) => true;

    public int Indent(string text) => 0;

    public Task<Proposals> ProposeAsync(string text, int position, CancellationToken cancellationToken) => Task.FromResult(new Proposals(
        0, text.Length, field.Choices.IsDefaultOrEmpty ? [] : [.. field.Choices.Where(choice => choice.StartsWith(text, StringComparison.Ordinal)).Select(choice => new Proposal(choice, "", ""))]));

    public Task<ImmutableArray<PromptSpan>> ClassifyAsync(string text, CancellationToken cancellationToken) => Task.FromResult(ImmutableArray<PromptSpan>.Empty);
}
