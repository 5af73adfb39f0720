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
    private readonly List<LiveExportSet> _liveSets = [];
    private readonly List<(string TypeName, object Instance)> _parts = [];
    private CompositionHost? _host;
    private bool _hasOtherDisposables;

    /// <summary>The parts made, in the order they were made.</summary>
    public IReadOnlyList<(string TypeName, object Instance)> Parts => _parts;

    /// <summary>The live sets handed to the plugin.</summary>
    public IReadOnlyCollection<LiveExportSet> LiveSets => _liveSets;

    /// <summary>What the plugin offers to others.</summary>
    public ImmutableArray<BridgedExport> Exports { get; private set; } = [];

    /// <summary>Builds the container and the parts. Runs the plugin's constructors.</summary>
    /// <exception cref="Exception">What a constructor threw, or a <see cref="CompositionFailedException"/>. <see cref="Parts"/> has what was made by then.</exception>
    public void Build(LoadedPlugin plugin, PluginManifest manifest, IEnumerable<BridgedExport> imports, LiveExportRegistry registry)
    {
        var types = manifest.Parts.Select(part => plugin.GetPartType(part.TypeName)).ToArray();
        _hasOtherDisposables = types.Any(type => type.IsAssignableTo(typeof(IDisposable)) && !IsDisposable(type));
        _host = new ContainerConfiguration()
            .WithParts(types, new PartHandle())
            .WithProvider(new BridgeProvider(imports.ToLookup(import => import.Contract), registry, _liveSets))
            .CreateContainer();

        var made = new Dictionary<string, object?>(StringComparer.Ordinal);
        var byName = types.Zip(manifest.Parts).ToDictionary(pair => pair.Second.TypeName, pair => (Type: pair.First, Part: pair.Second));
        foreach (var part in manifest.Parts) Make(part, manifest, byName, made);
        Exports = [.. manifest.Parts.SelectMany(part => part.Exports.Where(export => export.IsShared).Select(export =>
            new BridgedExport(manifest.Id, export.Contract, export.Rank, made[part.TypeName]!, export.Metadata)))];
    }

    /// <summary>Disposes of what non-shared parts the container made besides, and lets go of everything.</summary>
    public void Close(LiveExportRegistry registry)
    {
        registry.Remove(_liveSets);
        _liveSets.Clear();
        _parts.Clear();
        Exports = [];
        var host = _host;
        _host = null;
        // The container would dispose of the shared parts once more; it is needed only for what it made besides.
        if (_hasOtherDisposables) host?.Dispose();
    }

    private void Make(
        ManifestPart part, PluginManifest manifest, Dictionary<string, (Type Type, ManifestPart Part)> byName, Dictionary<string, object?> made)
    {
        var type = byName[part.TypeName].Type;
        if (!part.Exports.Any(export => export.IsShared) && !IsDisposable(type)) return;
        if (!made.TryAdd(part.TypeName, null)) return;
        foreach (var import in part.Imports)
        {
            foreach (var provider in manifest.Parts.Where(other => other.Exports.Any(export => export.Contract == import.Contract)))
                Make(provider, manifest, byName, made);
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
