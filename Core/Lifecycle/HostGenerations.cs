using System.Collections.Immutable;
using PluginFramework.Core.Configuration;
using PluginFramework.Core.Generations;
using PluginFramework.Core.Startup;

namespace PluginFramework.Core.Lifecycle;

/// <summary>Carries generations out on a host.</summary>
internal sealed class HostGenerations(PluginHost host, PluginHostSettings settings, TimeProvider timeProvider, CancellationToken stopping) : IGenerationHost
{
    /// <summary>What a plugin may take over its <c>startTimeout</c>: to be loaded, and to be replaced.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    public bool IsRunning => settings is { Watch: true, NoListen: false, Only: null } && host.IsStarted;

    public ImmutableArray<string> Active => host.Active;

    public CancellationToken Stopping => stopping;

    public void Check(ReadOnlyMemory<byte> configuration)
    {
        if (settings.Sources is not { } sources)
            throw new HostConfigurationException("The configuration of this host comes from no file; change it where the host is made.");
        ConfigurationCheck.Checked(HostConfiguration.Load(sources, configuration.ToArray()));
    }

    public Task<ImmutableSortedDictionary<string, string>> TakeAsync(Generation generation, IReadOnlyCollection<string> touched) =>
        host.IsStarted ? host.TakeAsync(generation, touched) : Task.FromResult(ImmutableSortedDictionary<string, string>.Empty);

    public async Task<ImmutableSortedDictionary<string, string>> JudgeAsync(Generation generation, IReadOnlyCollection<string> touched, IReadOnlyCollection<string> active)
    {
        var limit = host.StartTimeout + Grace;
        using var timeout = new CancellationTokenSource(limit, timeProvider);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stopping);
        while (true)
        {
            var (finding, settled) = await host.LookAsync(generation, touched, active).ConfigureAwait(false);
            if (!finding.Problems.IsEmpty || finding.Waits.IsEmpty) return finding.Problems;
            if (end.IsCancellationRequested)
                return finding.Waits.ToImmutableSortedDictionary(wait => wait.Key, wait => $"It was not well within {limit.TotalSeconds:0.#} s. {wait.Value}", StringComparer.Ordinal);
            await settled.WaitAsync(end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
