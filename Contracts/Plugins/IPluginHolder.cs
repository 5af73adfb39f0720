using System.Collections.Immutable;

namespace PluginFramework.Plugins;

/// <summary>
/// Keeps objects of plugins that it does not import, as a prompt's variables do. Export it, and whoever is about to have a plugin reloaded, replaced or
/// removed is told beforehand what will be lost.
/// </summary>
/// <remarks>
/// Safe for use from any thread. It lets go by itself when the plugin's load context begins to unload, however that came about: nobody need have asked.
/// </remarks>
public interface IPluginHolder
{
    /// <summary>What is held of any of some plugins now. Quick, runs no code of theirs, and changes nothing.</summary>
    /// <param name="pluginIds">The plugins.</param>
    ImmutableArray<PluginHold> FindHeld(IReadOnlyCollection<string> pluginIds);
}
