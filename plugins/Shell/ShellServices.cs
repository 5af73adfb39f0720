using PluginFramework.Panels;
using PluginFramework.Plugins;
using PluginFramework.Prompt;
using PluginFramework.Shell.Editing;

namespace PluginFramework.Shell;

/// <summary>What sessions share, and what comes and goes beside the shell.</summary>
/// <param name="Histories">What users typed in sessions before.</param>
/// <param name="Renderers">Turn views into text and JSON.</param>
/// <param name="Consoles">The consoles of the prompt.</param>
/// <param name="Commands">Commands of other plugins.</param>
internal sealed record ShellServices(
    HistoryFiles Histories, ILiveExports<IViewRenderer> Renderers, ILiveExports<IPromptConsoles> Consoles, ILiveExports<IShellCommand> Commands);
