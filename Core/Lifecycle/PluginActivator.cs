using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Microsoft.Extensions.Logging;
using PluginFramework.Core.Composition;
using PluginFramework.Core.Configuration;
using PluginFramework.Core.Graph;
using PluginFramework.Core.Planning;
using PluginFramework.Loader.Contexts;
using PluginFramework.Loader.Discovery;
using PluginFramework.Loader.Manifests;
using PluginFramework.Plugins;

namespace PluginFramework.Core.Lifecycle;

/// <summary>
/// Carries out the builds of a plan. Loading, which runs no plugin code, goes on side by side; constructors and starts run one plugin
/// at a time, so that the journal can name who ended the process. A plugin that is slow to start holds the others up for
/// <see cref="Patience"/> and no longer: it goes on starting, and the next plan finds what came of it.
/// </summary>
/// <remarks>Called from the lifecycle thread, one call at a time.</remarks>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore whose wait handle is never asked for holds nothing to dispose of.")]
internal sealed class PluginActivator(
    PluginLoader loader, LiveExportRegistry registry, StartJournal journal, PluginActivator.Settings settings, ILogger logger)
{
    /// <summary>How long others wait for one plugin's start before they go on without it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    private static readonly ActivationOutcome.Failed GivenUp = new(new(PluginState.Failed, "Its start was given up."));

    private readonly SemaphoreSlim _gate = new(1, 1);

    /// <summary>No more at a time than there are cores: else a thousand plugins would all be loaded before the first of them is made.</summary>
    private readonly SemaphoreSlim _loading = new(Environment.ProcessorCount);

    /// <summary>By plugin id; written to by the builds of a plan, which go on side by side.</summary>
    private readonly ConcurrentDictionary<string, StartAttempt> _attempts = new(StringComparer.Ordinal);

    /// <summary>
    /// When the last process ended while several plugins were starting, the first starts wait for each other to the end, so that the next
    /// such end names one.
    /// </summary>
    private bool _isCautious = journal.IsAmbiguous;
    private bool _isFirst = true;

    private volatile bool _isStopping;

    /// <summary>What the activator needs to know of the host.</summary>
    /// <param name="ContextOf">Makes a plugin's context from the configuration; the type is its options type, once loaded.</param>
    /// <param name="HostExports">What the host provides to every plugin.</param>
    /// <param name="TimeProvider">The clock.</param>
    /// <param name="Discard">Takes an instance that is not to run, to be stopped and unloaded.</param>
    /// <param name="Settled">A plugin that was still starting when it was last looked at has come to an end. Called on any thread.</param>
    public sealed record Settings(
        Func<PluginManifest, Type?, HostConfiguration, PluginContext> ContextOf,
        ImmutableArray<BridgedExport> HostExports,
        TimeProvider TimeProvider,
        Action<PluginInstance> Discard,
        Action Settled);

    /// <summary>What is asked for in a round.</summary>
    /// <param name="Builds">The steps, providers before consumers.</param>
    /// <param name="Running">What runs, for the imports that are not rebuilt.</param>
    /// <param name="ConfigurationOf">The configuration a plugin takes its options from.</param>
    /// <param name="Contracts">The shared contract assemblies all take.</param>
    public sealed record Round(
        ImmutableArray<PlanStep> Builds, IReadOnlyDictionary<string, PluginInstance> Running, Func<string, HostConfiguration> ConfigurationOf,
        SharedContractSelection Contracts);

    /// <summary>Whether a plugin is being started, or has been and is not taken yet.</summary>
    public bool IsPending(string id) => _attempts.ContainsKey(id);

    /// <summary>Whether any plugin is being started, or has been and is not taken yet. Safe from any thread.</summary>
    public bool HasPending => !_attempts.IsEmpty;

    /// <summary>When the next of the plugins that are still starting has come to an end; at once where there is none.</summary>
    public Task WhenNextSettledAsync()
    {
        var starting = _attempts.Values.Select(attempt => attempt.Outcome).Where(outcome => !outcome.IsCompleted).ToList();
        return starting.Count == 0 ? Task.CompletedTask : Task.WhenAny(starting);
    }

    /// <summary>Builds each step once its providers are there. Instances are returned running, with nothing directed to them yet.</summary>
    public async Task<IReadOnlyDictionary<string, ActivationOutcome>> BuildAsync(Round round)
    {
        // Not before: a command that starts nothing must leave what the next daemon is to know.
        if (_isFirst) journal.Clear();
        _isFirst = false;
        var tasks = new Dictionary<string, Task<ActivationOutcome>>(StringComparer.Ordinal);
        foreach (var step in round.Builds) tasks[step.Id] = BuildOneAsync(step, tasks, round);
        await Task.WhenAll(tasks.Values).ConfigureAwait(false);
        _isCautious = false;
        return tasks.ToDictionary(entry => entry.Key, entry => entry.Value.Result, StringComparer.Ordinal);
    }

    /// <summary>The host stops: no start is waited for any more, and none is begun. Safe from any thread.</summary>
    public void Stop()
    {
        _isStopping = true;
        foreach (var attempt in _attempts.Values) attempt.GiveUp();
    }

    /// <summary>Forgets an attempt whose instance runs now.</summary>
    public void Forget(string id) => _attempts.TryRemove(id, out _);

    /// <summary>Gives up attempts: what they made, or will have made, is undone.</summary>
    /// <param name="ids">Consumers before providers.</param>
    public void Discard(IEnumerable<string> ids)
    {
        foreach (var id in ids)
        {
            if (!_attempts.TryRemove(id, out var attempt)) continue;
            attempt.GiveUp();
            // At once where it has ended, which keeps the order.
            _ = DiscardBuiltAsync(attempt.Outcome);
        }
    }

    /// <summary>Gives up what no plan has asked for since the last call, or everything.</summary>
    public void DiscardUnasked(bool all = false)
    {
        var unasked = _attempts.Values.Where(attempt => all || !attempt.IsAsked).ToList();
        while (unasked.Count > 0)
        {
            // One that none of the others is built on.
            var next = unasked.Find(attempt => !unasked.Exists(other => other.Providers.ContainsKey(attempt.Id))) ?? unasked[0];
            unasked.Remove(next);
            Discard([next.Id]);
        }

        foreach (var attempt in _attempts.Values) attempt.IsAsked = false;
    }

    private async Task<ActivationOutcome> BuildOneAsync(PlanStep step, Dictionary<string, Task<ActivationOutcome>> tasks, Round round)
    {
        var node = step.Node!;
        // Picked now: this runs before later steps are added, and a provider always comes earlier.
        var awaited = node.StaticProviders.Where(tasks.ContainsKey).Select(id => (Id: id, Task: tasks[id])).ToList();
        var providers = node.StaticProviders.Where(round.Running.ContainsKey).ToImmutableDictionary(id => id, id => round.Running[id]);
        foreach (var (id, task) in awaited)
        {
            if (await task.ConfigureAwait(false) is ActivationOutcome.Built built) providers = providers.SetItem(id, built.Instance);
            // What it has, it keeps until there is the new one; and what will be there soon, it is built with.
            else if (round.Running.ContainsKey(id) || task.Result is ActivationOutcome.Starting or ActivationOutcome.Skipped) return new ActivationOutcome.Skipped(id);
        }

        var imports = ImmutableArray.CreateBuilder<ResolvedImport>(node.Imports.Length);
        foreach (var import in node.Imports)
        {
            var there = import.Providers.RemoveAll(id => import.IsStatic && !providers.ContainsKey(id));
            if (there.Length < import.Providers.Length && import.IsSingle) return new ActivationOutcome.Skipped(import.Providers.First(id => !there.Contains(id)));
            imports.Add(import with { Providers = there });
        }

        node = node with { Imports = imports.ToImmutable() };
        var configuration = round.ConfigurationOf(node.Id);
        var contracts = round.Contracts.For(node.Candidate);
        if (_attempts.TryGetValue(node.Id, out var attempt))
        {
            var isAskedBefore = attempt.IsAsked;
            attempt.IsAsked = true;
            if (attempt.Fits(node, configuration, contracts, providers)) return await attempt.LookAsync().ConfigureAwait(false);
            // What an earlier round with the same picture began is what is wanted; this one only asks what may run until then.
            if (isAskedBefore && !attempt.Outcome.IsCompleted) return new ActivationOutcome.Starting(node);
            Discard([node.Id]);
        }

        LifecycleLog.Step(logger, step.Kind.ToString(), step.Id, step.Reason);
        if (_isStopping) return new ActivationOutcome.Failed(new(PluginState.Stopped, "The host stops."));
        attempt = new StartAttempt(node, configuration, contracts, providers);
        attempt.Outcome = RunAsync(attempt, round.Contracts);
        _attempts[node.Id] = attempt;
        var outcome = await attempt.LookAsync().ConfigureAwait(false);
        if (outcome is ActivationOutcome.Starting) _ = TellSettledAsync(attempt);
        return outcome;
    }

    private async Task TellSettledAsync(StartAttempt attempt)
    {
        await attempt.Outcome.ConfigureAwait(false);
        if (_attempts.GetValueOrDefault(attempt.Id) == attempt) settings.Settled();
    }

    private async Task<ActivationOutcome> RunAsync(StartAttempt attempt, SharedContractSelection contracts)
    {
        try
        {
            return await LoadAndStartAsync(attempt, contracts).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Even an exception that throws when it is asked for its message is that plugin's failure and nobody else's.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return new ActivationOutcome.Failed(new(PluginState.Failed, $"It threw {exception.GetType().Name}, which cannot be described."));
        }
    }

    private async Task<ActivationOutcome> LoadAndStartAsync(StartAttempt attempt, SharedContractSelection contracts)
    {
        await _loading.WaitAsync().ConfigureAwait(false);
        LoadedPlugin loaded;
        PluginComposition composition;
        try
        {
            (loaded, composition) = await Task.Run(() => Load(attempt.Node.Candidate, contracts)).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // A plugin that cannot be loaded, for whatever reason, is that plugin's failure and nobody else's.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return Failure(attempt, "could not be loaded", exception);
        }
        finally
        {
            _loading.Release();
        }

        return await StartAsync(attempt, loaded, composition).ConfigureAwait(false);
    }

    /// <summary>All that can be done without running the plugin's code, so that it can be done side by side.</summary>
    private (LoadedPlugin Plugin, PluginComposition Composition) Load(PluginCandidate candidate, SharedContractSelection contracts)
    {
        var plugin = loader.Load(candidate, contracts);
        var composition = new PluginComposition(plugin, registry);
        try
        {
            if (!candidate.Manifest!.HasOwnAttributes) composition.Prepare();
            return (plugin, composition);
        }
        catch
        {
            Undo(plugin, composition);
            throw;
        }
    }

    private static void Undo(LoadedPlugin plugin, PluginComposition composition)
    {
        composition.Close();
        _ = plugin.UnloadAsync(TimeSpan.Zero, CancellationToken.None);
    }

    private async Task<ActivationOutcome> StartAsync(StartAttempt attempt, LoadedPlugin loaded, PluginComposition composition)
    {
        var limit = attempt.Configuration.StartTimeout;
        await _gate.WaitAsync().ConfigureAwait(false);
        if (attempt.IsGivenUp)
        {
            _gate.Release();
            Undo(loaded, composition);
            return GivenUp;
        }

        var entry = journal.Begin(attempt.Id, attempt.Node.Candidate.ContentHash);
        var began = settings.TimeProvider.GetTimestamp();
        var start = Task.Run(() => ComposeAndStartAsync(attempt, loaded, composition));
        await ((Task)start).WaitAsync(_isCautious ? limit : Patience, settings.TimeProvider, attempt.GivenUp).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!start.IsCompleted)
        {
            journal.Slow(entry);
            attempt.EndPatience();
        }

        _gate.Release();
        try
        {
            var left = limit - settings.TimeProvider.GetElapsedTime(began);
            return await start.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, settings.TimeProvider, attempt.GivenUp).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            var outcome = exception is TimeoutException
                ? Failure(attempt, $"did not finish starting within {limit.TotalSeconds:0.#} s (startTimeout); a constructor or StartAsync hangs", null)
                : GivenUp;
            attempt.GiveUp();
            _ = DiscardBuiltAsync(start, attempt.Id);
            return outcome;
        }
        finally
        {
            journal.End(entry);
        }
    }

    private async Task<ActivationOutcome> ComposeAndStartAsync(StartAttempt attempt, LoadedPlugin loaded, PluginComposition composition)
    {
        var manifest = attempt.Node.Candidate.Manifest!;
        PluginInstance? instance = null;
        try
        {
            attempt.GivenUp.ThrowIfCancellationRequested();
            var context = settings.ContextOf(manifest, manifest.OptionsTypeName is { } name ? loaded.GetPartType(name) : null, attempt.Configuration);
            // On another thread: what the plugin has registered may throw, or take its time.
            using var givenUp = attempt.GivenUp.Register(() => _ = Task.Run(context.Stop));
            instance = new PluginInstance(attempt.Node, attempt.Configuration, context, loaded, composition);
            instance.Compose(ImportsOf(attempt, context));
            await instance.StartAsync(context.Stopping).ConfigureAwait(false);
            return new ActivationOutcome.Built(instance);
        }
#pragma warning disable CA1031 // Whatever a plugin throws while it starts is that plugin's failure and nobody else's.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            var failure = Failure(attempt, "threw while starting", exception);
            if (instance is not null) settings.Discard(instance);
            else Undo(loaded, composition);
            return failure;
        }
    }

    private IEnumerable<BridgedExport> ImportsOf(StartAttempt attempt, PluginContext context)
    {
        var single = attempt.Node.Imports.Where(import => import.IsSingle).Select(import => import.Contract).ToHashSet();
        var own = attempt.Node.Imports.Where(import => import is { IsOwn: true, IsSingle: true }).Select(import => import.Contract).ToHashSet();
        return attempt.Node.Imports.Where(import => import.IsStatic).SelectMany(import => Bridged(import, attempt.Providers))
            .Concat(settings.HostExports.Where(export => !own.Contains(export.Contract)).GroupBy(export => export.Contract)
                .SelectMany(exports => single.Contains(exports.Key) ? exports.OrderByDescending(export => export.Rank).Take(1) : exports))
            .Append(BridgedExport.OfHost<IPluginContext>(context));
    }

    private static IEnumerable<BridgedExport> Bridged(ResolvedImport import, ImmutableDictionary<string, PluginInstance> providers)
    {
        var exports = import.Providers.SelectMany(id => providers[id].Exports).Where(export => export.Contract == import.Contract)
            .OrderByDescending(export => export.Rank);
        return import.IsSingle ? exports.Take(1) : exports;
    }

    /// <summary>A start that was given up may still end one day; what it made must not stay.</summary>
    private async Task DiscardBuiltAsync(Task<ActivationOutcome> start, string? late = null)
    {
        if (await start.ConfigureAwait(false) is not ActivationOutcome.Built built) return;
        if (late is not null) LifecycleLog.LateStart(logger, late);
        settings.Discard(built.Instance);
    }

    private ActivationOutcome.Failed Failure(StartAttempt attempt, string what, Exception? exception)
    {
        var reason = exception switch
        {
            null => $"It {what}.",
            PluginConfigurationException or PluginLoadException or CompositionBridgeException => exception.Message,
            _ => $"It {what}: {FirstLine(Thrown(exception))}{Where(Thrown(exception))}",
        };
        // What happens after it was given up is nobody's concern any more.
        if (!attempt.IsGivenUp) LifecycleLog.Failed(logger, attempt.Id, reason, exception);
        return new(new(PluginState.Failed, reason));
    }

    private static string FirstLine(Exception exception) => $"{exception.GetType().Name}: {exception.Message.ReplaceLineEndings("\n").Split('\n')[0]}";

    /// <summary>What was thrown rather than what it was wrapped in on the way.</summary>
    private static Exception Thrown(Exception exception) =>
        exception is TypeInitializationException or TargetInvocationException or AggregateException { InnerExceptions.Count: 1 }
            ? Thrown(exception.InnerException ?? new InvalidOperationException(exception.Message)) : exception;

    private static string Where(Exception exception) =>
        exception.TargetSite is { DeclaringType: { } type } method ? $" (in {type.FullName}.{method.Name})" : "";
}
