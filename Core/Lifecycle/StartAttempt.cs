using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using PluginFramework.Core.Configuration;
using PluginFramework.Core.Graph;
using PluginFramework.Loader.Contexts;

namespace PluginFramework.Core.Lifecycle;

/// <summary>
/// A plugin being started, or started and not yet taken: what it is built with, and what becomes of it. As long as a plan asks for the
/// same, the same attempt answers; one that no plan asks for any more is discarded.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A start that was given up may still look at the token, and a source that is linked to nothing holds nothing.")]
internal sealed class StartAttempt(
    PluginNode node, HostConfiguration configuration, ImmutableArray<SharedContract> contracts, ImmutableDictionary<string, PluginInstance> providers)
{
    private static readonly Task<ActivationOutcome> NotBegun = new TaskCompletionSource<ActivationOutcome>().Task;
    private readonly CancellationTokenSource _giveUp = new();
    private readonly TaskCompletionSource _patience = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public PluginNode Node => node;

    public string Id => node.Id;

    public HostConfiguration Configuration => configuration;

    /// <summary>The instances it is built with, by plugin id.</summary>
    public ImmutableDictionary<string, PluginInstance> Providers => providers;

    /// <summary>What became of it: <see cref="ActivationOutcome.Built"/> or <see cref="ActivationOutcome.Failed"/>. It never faults.</summary>
    public Task<ActivationOutcome> Outcome { get; set; } = NotBegun;

    /// <summary>A plan asked for it since this was last cleared.</summary>
    public bool IsAsked { get; set; } = true;

    /// <summary>Nobody waits for it any more.</summary>
    public bool IsGivenUp => _giveUp.IsCancellationRequested;

    /// <summary>Cancelled when nobody waits for it any more.</summary>
    public CancellationToken GivenUp => _giveUp.Token;

    /// <summary>Whether it is what would be built now. A newcomer among many imports is no reason to begin again.</summary>
    public bool Fits(
        PluginNode wanted, HostConfiguration wantedConfiguration, ImmutableArray<SharedContract> wantedContracts,
        ImmutableDictionary<string, PluginInstance> wantedProviders) =>
        wanted.Candidate.ContentHash == node.Candidate.ContentHash
        && wantedConfiguration.DescribePluginSection(Id) == configuration.DescribePluginSection(Id)
        && wantedContracts.Length == contracts.Length
        && wantedContracts.Zip(contracts).All(pair => pair.First.AssemblyName == pair.Second.AssemblyName && pair.First.IsSameBuild(pair.Second))
        && providers.All(provider => ReferenceEquals(wantedProviders.GetValueOrDefault(provider.Key), provider.Value))
        && wanted.Imports.Where(import => import.IsSingle).SelectMany(import => import.Providers).All(providers.ContainsKey);

    /// <summary>The outcome if there is one once others have waited long enough; <see cref="ActivationOutcome.Starting"/> if not.</summary>
    public async Task<ActivationOutcome> LookAsync()
    {
        await Task.WhenAny(Outcome, _patience.Task).ConfigureAwait(false);
        return Outcome.IsCompleted ? await Outcome.ConfigureAwait(false) : new ActivationOutcome.Starting(node);
    }

    /// <summary>Others have waited long enough.</summary>
    public void EndPatience() => _patience.TrySetResult();

    /// <summary>Nobody waits for it any more. Returns at once, whatever hears of it.</summary>
    public void GiveUp() => _ = _giveUp.CancelAsync();
}
