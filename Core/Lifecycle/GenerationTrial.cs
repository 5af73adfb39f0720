using System.Collections.Immutable;
using PluginFramework.Loader.Discovery;
using PluginFramework.Plugins;

namespace PluginFramework.Core.Lifecycle;

/// <summary>Tells whether the plugins that should run do. Used from the lifecycle thread.</summary>
internal sealed class GenerationTrial(Reconciler reconciler, Verdicts verdicts, PluginActivator activator)
{
    /// <param name="Problems">What is wrong for good, by plugin id.</param>
    /// <param name="Waits">What may come right yet, by plugin id.</param>
    public readonly record struct Finding(ImmutableSortedDictionary<string, string> Problems, ImmutableSortedDictionary<string, string> Waits);

    /// <summary>Looks once.</summary>
    /// <param name="expected">The plugins that are to run, unless they are gone or switched off.</param>
    /// <param name="installed">The folders of those of them that a change has installed or replaced: these are to run, and from there.</param>
    /// <param name="foretold">The plugins that were foretold to wait for something: that they do is well.</param>
    public Finding Look(IEnumerable<string> expected, ImmutableDictionary<string, string> installed, ImmutableArray<string> foretold)
    {
        var problems = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        var waits = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        var isMoving = reconciler.Graph.Nodes.Any(node => activator.IsPending(node.Id));
        foreach (var id in expected.Union(installed.Keys))
        {
            if (Problem(id, installed.GetValueOrDefault(id), foretold.Contains(id)) is not { } problem) continue;
            (isMoving && !problem.IsFinal ? waits : problems)[id] = problem.Reason;
        }

        return new(problems.ToImmutable(), waits.ToImmutable());
    }

    /// <summary>What keeps an installed folder from being tried at all; <see langword="null"/> where nothing does.</summary>
    public static string? Unusable(InstalledFolder folder, PluginCandidate? candidate) =>
        candidate is null ? $"It was not found in {folder.Path}."
        : candidate.Problem ?? (candidate.Manifest!.Id == folder.Id ? null : $"{folder.Path} holds the plugin '{candidate.Manifest.Id}'.");

    private (string Reason, bool IsFinal)? Problem(string id, string? folder, bool mayWait)
    {
        var nodes = reconciler.Graph.Nodes.Where(node => node.Id == id).ToList();
        var node = folder is not null ? nodes.Find(node => node.Candidate.Location == folder) : reconciler.Graph.FindReady(id) ?? nodes.FirstOrDefault();
        if (node is null) return folder is null ? null : ($"It was not found in {folder}.", true);
        if (node.Verdict is { State: PluginState.Disabled }) return null;
        if (mayWait && node.Verdict is { State: PluginState.Waiting }) return null;
        if (verdicts.KeptReason(id) is { } kept) return (kept, true);
        // It is released when the generation is rolled back, so nobody has to enable it.
        if (node.Verdict is { State: PluginState.Quarantined }) return ("The daemon ended while it was starting.", true);
        if (node.Verdict is { } verdict) return (verdict.Reason, verdict.State is not (PluginState.Waiting or PluginState.Starting));
        if (reconciler.DeferredReason(id) is { } deferred) return (deferred, false);
        if (reconciler.Running.Any(instance => instance.Id == id)) return null;
        var missing = node.StaticProviders.FirstOrDefault(provider => !reconciler.Running.Any(instance => instance.Id == provider));
        return (missing is null ? "It is not running." : $"It waits for '{missing}' to start.", false);
    }
}
