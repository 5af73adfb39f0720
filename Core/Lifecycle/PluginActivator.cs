using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Microsoft.Extensions.Logging;
using PluginFramework.Core.Composition;
using PluginFramework.Core.Graph;
using PluginFramework.Core.Planning;
using PluginFramework.Loader.Contexts;
using PluginFramework.Loader.Manifests;
using PluginFramework.Plugins;

namespace PluginFramework.Core.Lifecycle;

/// <summary>
/// Carries out the builds of a plan. Loading, which runs no plugin code, goes on side by side; constructors and starts run one plugin
/// at a time, so that the journal can name who ended the process. A plugin that is slow to start holds the others up for
/// <see cref="Patience"/> and no longer.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore whose wait handle is never asked for holds nothing to dispose of.")]
internal sealed class PluginActivator(
    PluginLoader loader, LiveExportRegistry registry, StartJournal journal, PluginActivator.Settings settings, ILogger logger)
{
    /// <summary>How long others wait for one plugin's start before they go on without it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    private readonly SemaphoreSlim _gate = new(1, 1);

    /// <summary>Leaves a core to the constructors: else a thousand plugins would all be loaded before the first of them is made.</summary>
    private readonly SemaphoreSlim _loading = new(Math.Max(1, Environment.ProcessorCount - 1));

    /// <summary>What the activator needs to know of the host.</summary>
    /// <param name="ContextOf">Makes a plugin's context; the type is its options type, once loaded.</param>
    /// <param name="HostExports">What the host provides to every plugin.</param>
    /// <param name="StartTimeout">How long a plugin may take to start.</param>
    /// <param name="TimeProvider">The clock.</param>
    /// <param name="Discard">Takes an instance that is not to run, to be stopped and unloaded.</param>
    public sealed record Settings(
        Func<PluginManifest, Type?, PluginContext> ContextOf,
        ImmutableArray<BridgedExport> HostExports,
        TimeSpan StartTimeout,
        TimeProvider TimeProvider,
        Action<PluginInstance> Discard);

    /// <summary>Builds each step once its providers are there. Instances are returned running, with nothing directed to them yet.</summary>
    /// <param name="builds">The steps, providers before consumers.</param>
    /// <param name="running">What runs, for the imports that are not rebuilt.</param>
    /// <param name="optionsHashOf">The options hash to note for a plugin.</param>
    public async Task<IReadOnlyDictionary<string, ActivationOutcome>> BuildAsync(
        ImmutableArray<PlanStep> builds, IReadOnlyDictionary<string, PluginInstance> running, Func<string, string> optionsHashOf)
    {
        var tasks = new Dictionary<string, Task<ActivationOutcome>>(StringComparer.Ordinal);
        foreach (var step in builds) tasks[step.Id] = BuildOneAsync(step, tasks, running, optionsHashOf(step.Id));
        await Task.WhenAll(tasks.Values).ConfigureAwait(false);
        return tasks.ToDictionary(entry => entry.Key, entry => entry.Value.Result, StringComparer.Ordinal);
    }

    private async Task<ActivationOutcome> BuildOneAsync(
        PlanStep step, Dictionary<string, Task<ActivationOutcome>> tasks, IReadOnlyDictionary<string, PluginInstance> running, string optionsHash)
    {
        var node = step.Node!;
        // Picked now: this runs before later steps are added, and a provider always comes earlier.
        var awaited = node.StaticProviders.Where(tasks.ContainsKey).Select(id => (Id: id, Task: tasks[id])).ToList();
        var providers = node.StaticProviders.Where(running.ContainsKey).ToDictionary(id => id, id => running[id], StringComparer.Ordinal);
        foreach (var (id, task) in awaited)
        {
            if (await task.ConfigureAwait(false) is ActivationOutcome.Built built) providers[id] = built.Instance;
            else providers.Remove(id);
        }

        var imports = ImmutableArray.CreateBuilder<ResolvedImport>(node.Imports.Length);
        foreach (var import in node.Imports)
        {
            var there = import.Providers.RemoveAll(id => import.IsStatic && !providers.ContainsKey(id));
            if (there.Length < import.Providers.Length && import.Cardinality <= ImportCardinality.Optional)
                return new ActivationOutcome.Skipped(import.Providers[0]);
            imports.Add(import with { Providers = there });
        }

        node = node with { Imports = imports.ToImmutable() };
        var bridged = node.Imports.Where(import => import.IsStatic).SelectMany(import => Bridged(import, providers)).Concat(settings.HostExports).ToList();
        var loading = await LoadAsync(node).ConfigureAwait(false);
        if (loading.Failure is { } failure) return failure;
        return await StartAsync(node, loading.Plugin!, bridged, optionsHash).ConfigureAwait(false);
    }

    private static IEnumerable<BridgedExport> Bridged(ResolvedImport import, Dictionary<string, PluginInstance> providers)
    {
        var exports = import.Providers.SelectMany(id => providers[id].Exports).Where(export => export.Contract == import.Contract)
            .OrderByDescending(export => export.Rank);
        return import.Cardinality <= ImportCardinality.Optional ? exports.Take(1) : exports;
    }

    private async Task<(LoadedPlugin? Plugin, ActivationOutcome.Failed? Failure)> LoadAsync(PluginNode node)
    {
        await _loading.WaitAsync().ConfigureAwait(false);
        try
        {
            return await Task.Run(() => TryLoad(node)).ConfigureAwait(false);
        }
        finally
        {
            _loading.Release();
        }
    }

    private (LoadedPlugin? Plugin, ActivationOutcome.Failed? Failure) TryLoad(PluginNode node)
    {
        try
        {
            return (loader.Load(node.Candidate), null);
        }
#pragma warning disable CA1031 // A plugin that cannot be loaded, for whatever reason, is that plugin's failure and nobody else's.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return (null, Failure(node.Id, "could not be loaded", exception));
        }
    }

    private async Task<ActivationOutcome> StartAsync(PluginNode node, LoadedPlugin loaded, List<BridgedExport> imports, string optionsHash)
    {
        // Not disposed of: a start that was given up may still look at it.
        var giveUp = new CancellationTokenSource();
        await _gate.WaitAsync().ConfigureAwait(false);
        Task<ActivationOutcome> start;
        try
        {
            journal.Begin(node.Id, node.Candidate.ContentHash);
            start = Task.Run(() => ComposeAndStartAsync(node, loaded, imports, optionsHash, giveUp.Token));
            await ((Task)start).WaitAsync(Patience, settings.TimeProvider).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            journal.End();
            _gate.Release();
        }

        try
        {
            return await start.WaitAsync(settings.StartTimeout, settings.TimeProvider).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            await giveUp.CancelAsync().ConfigureAwait(false);
            _ = DiscardLateAsync(node.Id, start);
            return Failure(node.Id, $"did not finish starting within {settings.StartTimeout.TotalSeconds:0.#} s (startTimeout); a constructor or StartAsync hangs", null);
        }
    }

    private async Task<ActivationOutcome> ComposeAndStartAsync(PluginNode node, LoadedPlugin loaded, List<BridgedExport> imports, string optionsHash, CancellationToken giveUp)
    {
        var manifest = node.Candidate.Manifest!;
        PluginContext? context = null;
        PluginInstance? instance = null;
        try
        {
            context = settings.ContextOf(manifest, manifest.OptionsTypeName is { } name ? loaded.GetPartType(name) : null);
            using var givenUp = giveUp.Register(context.Stop);
            var composition = PluginComposition.Compose(loaded, manifest, imports.Append(BridgedExport.OfHost<IPluginContext>(context)), registry);
            instance = new PluginInstance(node, optionsHash, context, loaded, composition, registry);
            await instance.StartAsync(context.Stopping).ConfigureAwait(false);
            return new ActivationOutcome.Built(instance);
        }
#pragma warning disable CA1031 // Whatever a plugin throws while it starts is that plugin's failure and nobody else's.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            if (instance is not null)
            {
                settings.Discard(instance);
            }
            else
            {
                context?.Stop();
                context?.Dispose();
                await loaded.UnloadAsync(TimeSpan.Zero, CancellationToken.None).ConfigureAwait(false);
            }

            return Failure(node.Id, "threw while starting", exception);
        }
    }

    /// <summary>A start that was given up may still end one day; what it made must not stay.</summary>
    private async Task DiscardLateAsync(string id, Task<ActivationOutcome> start)
    {
        if (await start.ConfigureAwait(false) is not ActivationOutcome.Built late) return;
        LifecycleLog.LateStart(logger, id);
        settings.Discard(late.Instance);
    }

    private ActivationOutcome.Failed Failure(string id, string what, Exception? exception)
    {
        var reason = exception switch
        {
            null => $"It {what}.",
            PluginConfigurationException or PluginLoadException or CompositionBridgeException => exception.Message,
            _ => $"It {what}: {FirstLine(Thrown(exception))}{Where(Thrown(exception))}",
        };
        LifecycleLog.Failed(logger, id, reason, exception);
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
