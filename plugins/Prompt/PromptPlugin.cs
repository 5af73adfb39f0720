using PluginFramework.Plugins;
using PluginFramework.Prompt;

[assembly: Plugin("prompt", Title = "C# prompt", Description = "Evaluates C# for operators: as a web page, and as a bot in private messages.", Options = typeof(PromptOptions))]
