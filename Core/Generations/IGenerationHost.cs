using System.Collections.Immutable;
using PluginFramework.Core.Configuration;

namespace PluginFramework.Core.Generations;

/// <summary>What carries generations out.</summary>
internal interface IGenerationHost
{
    /// <summary>It runs the plugins and follows changes, so a generation takes effect at once and shows whether it is well.</summary>
    bool IsRunning { get; }

    /// <summary>The ids of the plugins that run.</summary>
    ImmutableArray<string> Active { get; }

    /// <summary>Ends with the host.</summary>
    CancellationToken Stopping { get; }

    /// <exception cref="HostConfigurationException">The host would not take that configuration.</exception>
    void Check(ReadOnlyMemory<byte> configuration);

    /// <summary>Makes what runs follow the generation in force.</summary>
    /// <returns>What cannot even be tried: problems by plugin id, for which nothing was changed.</returns>
    Task<ImmutableSortedDictionary<string, string>> TakeAsync(Generation generation, IReadOnlyCollection<string> touched);

    /// <summary>Waits until it shows whether the plugins are well.</summary>
    /// <param name="generation">The one in force.</param>
    /// <param name="touched">The plugins it installs, replaces or configures.</param>
    /// <param name="active">Those that ran before.</param>
    /// <returns>Problems by plugin id; empty when all are well.</returns>
    Task<ImmutableSortedDictionary<string, string>> JudgeAsync(Generation generation, IReadOnlyCollection<string> touched, IReadOnlyCollection<string> active);
}
