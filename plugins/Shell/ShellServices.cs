using PluginFramework.Panels;
using PluginFramework.Plugins;
using PluginFramework.Prompt;

namespace PluginFramework.Shell;

/// <summary>What comes and goes beside the shell.</summary>
/// <param name="Renderers">Turn views into text and JSON.</param>
/// <param name="Consoles">The consoles of the prompt.</param>
/// <param name="Commands">Commands of other plugins.</param>
internal sealed record ShellServices(ILiveExports<IViewRenderer> Renderers, ILiveExports<IPromptConsoles> Consoles, ILiveExports<IShellCommand> Commands);
