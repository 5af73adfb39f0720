using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;

namespace PluginFramework.Benchmarks;

/// <summary>What all benchmarks have in common.</summary>
internal static class BenchmarkConfiguration
{
    /// <summary>The code was analysed when this project was built; each benchmark's own build need not do it again.</summary>
    public static IConfig Create() => DefaultConfig.Instance
        .AddJob(Job.Default
            .WithArguments([new MsBuildArgument("/p:RunAnalyzers=false"), new MsBuildArgument("/p:TreatWarningsAsErrors=false"), new MsBuildArgument("/p:GenerateDocumentationFile=false")])
            .AsMutator());
}
