using System.Reflection;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;

namespace PluginFramework.Benchmarks;

/// <summary>What all benchmarks have in common.</summary>
internal static class BenchmarkConfiguration
{
    /// <summary>
    /// The code was analysed when this project was built; each benchmark's own build need not do it again. As in the daemon, libraries are compiled
    /// ahead of time, and code is made better once nothing new has run for a second.
    /// </summary>
    public static IConfig Create()
    {
        string[] properties =
        [
            "RunAnalyzers=false", "TreatWarningsAsErrors=false", "GenerateDocumentationFile=false", $"CustomAfterMicrosoftCommonTargets={ReadyToRunTargets()}",
        ];
        return DefaultConfig.Instance.AddJob(Job.Default
            .WithArguments([.. properties.Select(property => new MsBuildArgument("/p:" + property))])
            .WithEnvironmentVariable("DOTNET_TC_CallCountingDelayMs", "3E8")
            .AsMutator());
    }

    private static string ReadyToRunTargets() => Path.GetFullPath(typeof(BenchmarkConfiguration).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == nameof(ReadyToRunTargets)).Value!);
}
