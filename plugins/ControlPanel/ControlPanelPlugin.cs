using PluginFramework.ControlPanel;
using PluginFramework.Plugins;

[assembly: Plugin("control-panel", Title = "Control panel", Description = "Every panel of the host and its plugins as web pages.", Options = typeof(ControlPanelOptions))]
