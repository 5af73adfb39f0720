using System.Collections.Immutable;
using System.Composition.Hosting;
using PluginFramework.Loader.Contexts;
using PluginFramework.Loader.Manifests;

namespace PluginFramework.Core.Composition;

/// <summary>
/// A plugin's own MEF container over its own parts. Every part that others can see, or that must be disposed of, is made at once, its
/// providers first; they are disposed of in reverse, each on its own, since MEF would dispose oldest first and stop at the first throw.
/// </summary>
internal sealed class PluginComposition
{
    private readonly PluginManifest _manifest;
    private readonly LiveExportRegistry _registry;
    private readonly BridgeProvider _bridge;
    private readonly List<LiveExportSet> _liveSets = [];
    private readonly List<(string TypeName, object Instance)> _parts = [];
    private LoadedPlugin? _plugin;
    private Type[] _types = [];
    private CompositionHost? _host;
    private bool _hasOtherDisposables;

    public PluginComposition(LoadedPlugin plugin, LiveExportRegistry registry)
    {
        (_plugin, _manifest, _registry) = (plugin, plugin.Candidate.Manifest!, registry);
        _bridge = new(registry, _liveSets);
    }

    /// <summary>The parts made, in the order they were made.</summary>
    public IReadOnlyList<(string TypeName, object Instance)> Parts => _parts;

    /// <summary>What the plugin offers to others.</summary>
    public ImmutableArray<BridgedExport> Exports { get; private set; } = [];

    /// <summary>
    /// Builds the container. Runs no code of the plugin but that of its attributes, if it has its own
    /// (<see cref="PluginManifest.HasOwnAttributes"/>).
    /// </summary>
    /// <exception cref="PluginLoadException">A part, or something it is made of, is missing.</exception>
    public void Prepare()
    {
        _types = [.. _manifest.Parts.Select(part => _plugin!.GetPartType(part.TypeName))];
        _hasOtherDisposables = _types.Any(type => type.IsAssignableTo(typeof(IDisposable)) && !IsDisposable(type));
        _host = new ContainerConfiguration().WithParts(_types, new PartHandle()).WithProvider(_bridge).CreateContainer();
    }

    /// <summary>Makes the parts. Runs the plugin's constructors.</summary>
    /// <exception cref="Exception">What a constructor threw, or a <see cref="CompositionFailedException"/>. <see cref="Parts"/> has what was made by then.</exception>
    public void Compose(IEnumerable<BridgedExport> imports)
    {
        if (_host is null) Prepare();
        _bridge.Imports = imports.ToLookup(import => import.Contract);
        var made = new Dictionary<string, object?>(StringComparer.Ordinal);
        var byName = _types.Zip(_manifest.Parts).ToDictionary(pair => pair.Second.TypeName, pair => (Type: pair.First, Part: pair.Second));
        foreach (var part in _manifest.Parts) Make(part, byName, made);
        Exports = [.. _manifest.Parts.SelectMany(part => part.Exports.Where(export => export.IsShared).Select(export =>
            new BridgedExport(_manifest.Id, export.Contract, export.Rank, made[part.TypeName]!, export.Metadata)))];
    }

    /// <summary>Disposes of what non-shared parts the container made besides, and lets go of everything.</summary>
    public void Close()
    {
        _registry.Remove(_liveSets);
        (_plugin, _types) = (null, []);
        _bridge.Imports = Array.Empty<BridgedExport>().ToLookup(export => export.Contract);
        _liveSets.Clear();
        _parts.Clear();
        Exports = [];
        var host = _host;
        _host = null;
        // The container would dispose of the shared parts once more; it is needed only for what it made besides.
        if (_hasOtherDisposables) host?.Dispose();
    }

    private void Make(ManifestPart part, Dictionary<string, (Type Type, ManifestPart Part)> byName, Dictionary<string, object?> made)
    {
        var type = byName[part.TypeName].Type;
        if (!part.Exports.Any(export => export.IsShared) && !IsDisposable(type)) return;
        if (!made.TryAdd(part.TypeName, null)) return;
        foreach (var import in part.Imports)
        {
            foreach (var provider in _manifest.Parts.Where(other => other.Exports.Any(export => export.Contract == import.Contract)))
                Make(provider, byName, made);
        }

        var instance = _host!.GetExport<object>(PartHandle.NameOf(part.TypeName));
        made[part.TypeName] = instance;
        _parts.Add((part.TypeName, instance));
    }

    /// <summary>Shared ones only: each importer of another has an instance of its own, which the container disposes of.</summary>
    private static bool IsDisposable(Type type) =>
        type.IsDefined(typeof(System.Composition.SharedAttribute), inherit: false)
        && (type.IsAssignableTo(typeof(IDisposable)) || type.IsAssignableTo(typeof(IAsyncDisposable)));
}
