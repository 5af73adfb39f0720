using System.Collections;
using System.Collections.Immutable;
using PluginFramework.Core.Composition;
using PluginFramework.Core.Graph;
using PluginFramework.Core.Planning;
using PluginFramework.Loader.Feeds.Planning;
using PluginFramework.Loader.Manifests;
using PluginFramework.Network;
using PluginFramework.Panels;
using PluginFramework.Plugins;

namespace PluginFramework.Core.Installing;

/// <summary>Shows what a change of the installed plugins would come to.</summary>
internal static class ChangeViews
{
    public static View Of(ChangePreview preview) => new View.Group(
    [
        Changes(preview.Change),
        Effects(preview.Effects),
        .. preview.LaidOut.SelectMany(node => Plugin(node, preview.Endpoints)),
        Unready(preview),
        .. preview.Refusals.Select(reason => new View.Error(reason, "Choose another version, or change what stands against it.")),
        .. preview.Notes.Select(note => new View.Text(note) { Title = "Note" }),
    ]);

    private static View.Table Changes(PluginChangePlan plan) => new(
        [new("change", "Change"), new("plugin", "Plugin"), new("package", "Package"), new("from", "From"), new("to", "To"), new("feed", "Feed"), new("reason", "Reason")],
        [
            .. plan.Changes.Select(change => new ViewRow(
            [
                PanelValue.Of(change.Kind.ToString().ToLowerInvariant()), PanelValue.Of(change.Plugin), PanelValue.Of(change.Package), PanelValue.Of(change.OldVersion),
                PanelValue.Of(change.NewVersion), PanelValue.Of(FeedOf(plan, change)), PanelValue.Of(change.Reason),
            ])),
        ])
    {
        Title = "Changes", EmptyText = "Nothing that is recorded changes.",
    };

    private static View.Table Effects(PluginPlan plan) => new(
        [new("effect", "Effect"), new("plugin", "Plugin"), new("reason", "Reason")],
        [
            .. plan.Builds.Concat(plan.Stops).Select(step => new ViewRow([PanelValue.Of(Word(step.Kind)), PanelValue.Of(step.Id), PanelValue.Of(step.Reason)])),
        ])
    {
        Title = "Effects", EmptyText = "Nothing is started, rebuilt or stopped.",
    };

    private static IEnumerable<View> Plugin(PluginNode node, ImmutableDictionary<string, ImmutableArray<string>> endpoints)
    {
        if (node.Candidate.Manifest is not { } manifest) yield break;
        yield return new View.Fields(
        [
            new("id", "Plugin", PanelValue.Of(node.Id)),
            new("version", "Version", PanelValue.Of(manifest.Version)),
            new("title", "Title", PanelValue.Of(manifest.Title)),
            new("description", "Description", PanelValue.Of(manifest.Description)),
            new("exports", "Exports", PanelValue.Of(manifest.SharedExports.Select(export => export.Contract.ToString()).Distinct())),
        ])
        {
            Title = node.Id,
        };
        yield return new View.Table(
            [new("contract", "Imports"), new("cardinality", "How many"), new("providers", "From")],
            [
                .. Imports(node, manifest).Select(import => new ViewRow(
                    [PanelValue.Of(import.Contract.ToString()), PanelValue.Of(import.Cardinality.ToString().ToLowerInvariant()), PanelValue.Of(Providers(node, import))])),
            ])
        {
            Title = $"{node.Id} imports", EmptyText = "It imports nothing from others.",
        };
        yield return new View.Table(
            [new("protocol", "Binds"), new("endpoints", "Endpoints"), new("origin", "Set by")],
            [.. manifest.SharedExports.Where(export => export.Protocol is not null).Select(export => Bind(export, endpoints))])
        {
            Title = $"{node.Id} binds", EmptyText = "It binds nothing.",
        };
    }

    /// <summary>Of what is left out of the graph only its own word is known.</summary>
    private static IEnumerable<ResolvedImport> Imports(PluginNode node, PluginManifest manifest) =>
        (node.Imports.IsEmpty ? manifest.Imports.GroupBy(import => import.Contract).Select(group => new ResolvedImport(group.Key, group.Min(import => import.Cardinality), [])) : node.Imports)
        .Where(import => import.Contract.TypeName != typeof(IPluginContext).FullName);

    private static ImmutableArray<string> Providers(PluginNode node, ResolvedImport import) =>
        import.IsFromHost ? [BridgedExport.HostId, .. import.Providers] : import.IsOwn ? [node.Id, .. import.Providers] : import.Providers;

    private static ViewRow Bind(ManifestExport export, ImmutableDictionary<string, ImmutableArray<string>> endpoints)
    {
        var own = (export.Metadata.GetValueOrDefault(nameof(ProtocolAttribute.Endpoints)) as IEnumerable ?? Array.Empty<string>()).OfType<string>();
        var isConfigured = endpoints.TryGetValue(export.Protocol!, out var configured);
        return new([PanelValue.Of(export.Protocol), PanelValue.Of(isConfigured ? configured : own), PanelValue.Of(isConfigured ? "configuration" : "plugin")]);
    }

    private static View.Table Unready(ChangePreview preview) => new(
        [new("plugin", "Plugin"), new("state", "State"), new("reason", "Reason")],
        [
            .. preview.Unready.Select(node => new ViewRow([PanelValue.Of(node.Id), PanelValue.Of(node.Verdict!.State.ToString()), PanelValue.Of(node.Verdict.Reason)])
            {
                Tone = node.Verdict.State is PluginState.Waiting or PluginState.Disabled ? ViewTone.Warning : ViewTone.Bad,
            }),
        ])
    {
        Title = "Will not run", EmptyText = "All that changes can run, and all that runs still can.",
    };

    private static string? FeedOf(PluginChangePlan plan, PluginChange change)
    {
        if (plan.After.Plugins.GetValueOrDefault(change.Plugin) is not { } plugin || change.NewVersion is null) return null;
        return change.IsPlugin ? plugin.Feed : plugin.Packages.GetValueOrDefault(change.Package)?.Feed;
    }

    private static string Word(PlanStepKind kind) => kind switch
    {
        PlanStepKind.Start => "started",
        PlanStepKind.Rebuild => "rebuilt",
        _ => "stopped",
    };
}
