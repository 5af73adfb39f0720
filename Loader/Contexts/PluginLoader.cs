using System.Collections.Immutable;
using McMaster.NETCore.Plugins.Loader;
using PluginFramework.Loader.Discovery;
using PluginFramework.Loader.Manifests;
using PluginFramework.Loader.Metadata;

namespace PluginFramework.Loader.Contexts;

/// <summary>Loads plugins from the content store, each into a collectible context of its own. Safe for use from any thread.</summary>
/// <param name="timeProvider">The clock for unloading; <see langword="null"/>: the system's.</param>
public sealed class PluginLoader(TimeProvider? timeProvider = null)
{
    private readonly SharedContractContexts _sharedContracts = new();
    private readonly ResidentLibraries _residents = new();
    private readonly TimeProvider _time = timeProvider ?? TimeProvider.System;

    // Guards _inUse.
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _inUse = new(StringComparer.Ordinal);

    /// <summary>The store paths that loaded plugins and resident libraries read from; they must outlive a garbage collection of the store.</summary>
    public ImmutableArray<string> PathsInUse
    {
        get
        {
            lock (_lock) return [.. _inUse.Keys.Union(_residents.StorePaths).Union(_sharedContracts.StorePaths)];
        }
    }

    /// <summary>Loads a plugin's main assembly; what it references is loaded when first used. None of its code runs.</summary>
    /// <param name="candidate">The plugin.</param>
    /// <param name="contracts">Which builds of shared contract assemblies are taken; plugins that are to exchange types must be given the same.</param>
    /// <exception cref="PluginLoadException">It cannot be loaded.</exception>
    public LoadedPlugin Load(PluginCandidate candidate, SharedContractSelection contracts)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        ArgumentNullException.ThrowIfNull(contracts);
        if (candidate.Manifest is not { } manifest)
            throw new PluginLoadException(candidate.Problem ?? $"{candidate.Location} has no manifest.");
        if (!manifest.Problems.IsEmpty) throw new PluginLoadException(string.Join(" ", manifest.Problems));

        var mainPath = Path.Combine(candidate.StorePath, manifest.AssemblyFile);
        SharedContractLeases? leases = null;
        try
        {
            leases = _sharedContracts.Acquire(contracts.For(candidate));
            var router = CreateRouter(candidate, manifest, leases);
            var builder = new AssemblyLoadContextBuilder()
                .SetMainAssemblyPath(mainPath)
                .EnableUnloading()
                .SetDefaultContext(router ?? HostAssemblies.Context);
            // The router answers for every name by itself, so nothing is registered by name: registrations are what the lazy mode
            // is for, and it would grow a list without a lock while assemblies are bound on several threads.
            if (router is not null) builder.PreferDefaultLoadContext(true);
            var context = builder.Build();
            router?.Attach(context);
            try
            {
                var assembly = context.LoadFromAssemblyPath(mainPath);
                AddUse(candidate.StorePath);
                return new LoadedPlugin(candidate, contracts.For(candidate), context, assembly, router, leases, this, _time);
            }
            catch
            {
                context.Unload();
                router?.Unload();
                throw;
            }
        }
        catch (Exception exception) when (exception is IOException or BadImageFormatException or UnauthorizedAccessException
            or InvalidOperationException or NotSupportedException)
        {
            leases?.Dispose();
            throw new PluginLoadException($"{manifest.Id} could not be loaded from {candidate.StorePath}: {exception.Message}", exception);
        }
        catch
        {
            leases?.Dispose();
            throw;
        }
    }

    internal void RemoveUse(string storePath)
    {
        lock (_lock)
        {
            if (--_inUse[storePath] == 0) _inUse.Remove(storePath);
        }
    }

    private void AddUse(string storePath)
    {
        lock (_lock) _inUse[storePath] = _inUse.GetValueOrDefault(storePath) + 1;
    }

    /// <summary>The router for a plugin that brings along what it must not load by itself; <see langword="null"/> for most plugins.</summary>
    private RoutingContext? CreateRouter(PluginCandidate candidate, PluginManifest manifest, SharedContractLeases leases)
    {
        // Most bring nothing but themselves, and were looked at when they were found.
        if (manifest.IsAlone && leases.IsEmpty && !HostAssemblies.Provides(Path.GetFileNameWithoutExtension(manifest.AssemblyFile))) return null;
        var files = PluginFiles.In(candidate.StorePath, manifest.AssemblyFile);
        var residents = manifest.ResidentLibraries.IsEmpty ? null : _residents.For(candidate.StorePath, manifest, files);
        var needsRouting = residents is not null || !leases.IsEmpty || files.Assemblies.Keys.Any(files.IsHosts);
        return needsRouting ? new RoutingContext(manifest.Id, files, leases, residents) : null;
    }
}
