using PluginFramework.Plugins;

[assembly: Plugin("shell", Title = "Shell", Description = "The panels as commands in a terminal, and the C# prompt for operators.")]
