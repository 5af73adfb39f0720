using System.Collections.Immutable;
using PluginFramework.Core.Composition;
using PluginFramework.Panels;

namespace PluginFramework.Core.Panels.Rendering;

/// <summary>The host's own renderers.</summary>
internal static class ViewRenderers
{
    public static IViewRenderer Text { get; } = new TextRenderer();

    public static IViewRenderer Json { get; } = new JsonRenderer();

    /// <summary>As plugins import them. Text ranks first: it is what a plugin gets that imports one and does not say which.</summary>
    public static ImmutableArray<BridgedExport> Exports { get; } = [Export(Text, 0), Export(Json, -1)];

    private static BridgedExport Export(IViewRenderer renderer, int rank) => BridgedExport.OfHost(renderer) with
    {
        Rank = rank,
        Metadata = ImmutableDictionary<string, object?>.Empty.Add(nameof(IViewRenderer.MediaType), renderer.MediaType),
    };
}
