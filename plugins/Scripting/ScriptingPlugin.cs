using PluginFramework.Plugins;
using PluginFramework.Scripting;

[assembly: Plugin("scripting", Title = "C# prompt engine", Description = "Evaluates C# inside the daemon for operators.", Options = typeof(ScriptingOptions))]

// Roslyn takes seconds to load into a collectible context and never leaves one.
[assembly: ResidentLibrary("Microsoft.CodeAnalysis*")]
[assembly: ResidentLibrary("Mono.Cecil*")]
