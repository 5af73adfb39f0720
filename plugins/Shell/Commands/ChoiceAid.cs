using PluginFramework.Panels;
using PluginFramework.Shell.Editing;

namespace PluginFramework.Shell.Commands;

/// <summary>A field of a form, with what there is to choose from.</summary>
internal sealed class ChoiceAid(PanelParameter field) : IEditorAid
{
    public Task<Proposals> ProposeAsync(string text, int position, bool isAsked, CancellationToken cancellationToken) => Task.FromResult(new Proposals(
        0, text.Length, field.Choices.IsDefaultOrEmpty ? [] : [.. field.Choices.Where(choice => choice.StartsWith(text, StringComparison.Ordinal)).Select(choice => new Proposal(choice))]));
}
