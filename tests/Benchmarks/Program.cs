using BenchmarkDotNet.Running;
using PluginFramework.Benchmarks;
using PluginFramework.Benchmarks.Plugins;
using PluginFramework.Benchmarks.Prompting;
using PluginFramework.Benchmarks.Ssh;
using PluginFramework.Benchmarks.Starting;
using PluginFramework.Benchmarks.Web;

// The start of the daemon is measured from outside, by a process that runs no benchmarks: dotnet run -c Release -- start
if (args is ["start", ..]) return await StartMeasurement.RunAsync(args[1..]);

// So are web servers: dotnet run -c Release -- web
if (args is ["web", ..]) return await WebMeasurement.RunAsync(args[1..]);

// And SSH servers: dotnet run -c Release -- ssh
if (args is ["ssh", ..]) return await SshMeasurement.RunAsync(args[1..]);

// And the prompt, in a terminal: dotnet run -c Release -- prompt
if (args is ["prompt", ..]) return await PromptMeasurement.RunAsync(args[1..]);

// Compiled here once, since every benchmark runs in a process of its own; the directory is handed down in the environment.
using var workspace = await Workspace.PrepareAsync();
var summaries = BenchmarkSwitcher.FromAssembly(typeof(Workspace).Assembly)
    .Run(args.Length > 0 ? args : ["--filter", "*"], BenchmarkConfiguration.Create()).ToList();
return summaries.Count > 0 && summaries.TrueForAll(summary => !summary.HasCriticalValidationErrors && summary.Reports.All(report => report.Success)) ? 0 : 1;
