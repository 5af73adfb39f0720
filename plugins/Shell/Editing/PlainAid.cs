using System.Collections.Immutable;
using PluginFramework.Prompt;

namespace PluginFramework.Shell.Editing;

/// <summary>Text that is in no language.</summary>
internal sealed class PlainAid : IEditorAid
{
    public bool IsComplete(string text) => true;

    public int Indent(string text) => 0;

    public Task<Proposals> ProposeAsync(string text, int position, CancellationToken cancellationToken) => Task.FromResult(Proposals.None);

    public Task<ImmutableArray<PromptSpan>> ClassifyAsync(string text, CancellationToken cancellationToken) => Task.FromResult(ImmutableArray<PromptSpan>.Empty);
}
