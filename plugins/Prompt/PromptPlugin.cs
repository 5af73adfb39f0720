using PluginFramework.Plugins;
using PluginFramework.Prompt;

[assembly: Plugin("prompt", Title = "C# prompt on chat", Description = "A bot that evaluates C# for operators, in private messages.", Options = typeof(PromptOptions))]
