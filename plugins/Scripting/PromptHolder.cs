using System.Collections.Immutable;
using System.Composition;
using PluginFramework.Plugins;

namespace PluginFramework.Scripting;

/// <summary>Says what the prompt's sessions hold of plugins.</summary>
[Export(typeof(IPluginHolder))]
[Shared]
[method: ImportingConstructor]
public sealed class PromptHolder(PromptEngine engine) : IPluginHolder
{
    /// <inheritdoc/>
    public ImmutableArray<PluginHold> FindHeld(IReadOnlyCollection<string> pluginIds) => engine.FindHeld(pluginIds);
}
