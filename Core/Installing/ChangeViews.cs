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
        .. preview.ReleaseNotes.Select(note => new View.Text(note.Value) { Title = $"New in {note.Key} {preview.Change.After.Plugins[note.Key].Version}" }),
        .. preview.Unready.IsEmpty ? (View[])[] : [Unready(preview.Unready)],
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
            new("imports", "Imports", PanelValue.Of(Imports(node, manifest).Select(import => Import(node.Id, import)))),
            new("binds", "Binds", PanelValue.Of(manifest.SharedExports.Where(export => export.Protocol is not null).Select(export => Bind(export, endpoints)))),
        ])
        {
            Title = node.Id,
        };
    }

    /// <summary>Of what is left out of the graph only its own word is known.</summary>
    private static IEnumerable<ResolvedImport> Imports(PluginNode node, PluginManifest manifest) =>
        (node.Imports.IsEmpty ? manifest.Imports.GroupBy(import => import.Contract).Select(group => new ResolvedImport(group.Key, group.Min(import => import.Cardinality), [])) : node.Imports)
        .Where(import => import.Contract.TypeName != typeof(IPluginContext).FullName && !(import.IsOwn && import.Providers.All(provider => provider == node.Id)));

    private static string Import(string id, ResolvedImport import)
    {
        string[] providers = [.. import.IsFromHost ? [BridgedExport.HostId] : (string[])[], .. import.Providers.Where(provider => provider != id)];
        var cardinality = import.Cardinality == ImportCardinality.One ? "" : $" ({import.Cardinality.ToString().ToLowerInvariant()})";
        return $"{import.Contract}{cardinality} from {(providers.Length == 0 ? "nobody" : string.Join(" and ", providers))}";
    }

    private static string Bind(ManifestExport export, ImmutableDictionary<string, ImmutableArray<string>> endpoints)
    {
        var own = (export.Metadata.GetValueOrDefault(nameof(ProtocolAttribute.Endpoints)) as IEnumerable ?? Array.Empty<string>()).OfType<string>();
        return endpoints.TryGetValue(export.Protocol!, out var configured)
            ? $"{export.Protocol} at {string.Join(" and ", configured)} as configured"
            : $"{export.Protocol} at {string.Join(" and ", own)}";
    }

    private static View.Table Unready(ImmutableArray<PluginNode> unready) => new(
        [new("plugin", "Plugin"), new("state", "State"), new("reason", "Reason")],
        [
            .. unready.Select(node => new ViewRow([PanelValue.Of(node.Id), PanelValue.Of(node.Verdict!.State.ToString()), PanelValue.Of(node.Verdict.Reason)])
            {
                Tone = node.Verdict.State is PluginState.Waiting or PluginState.Disabled ? ViewTone.Warning : ViewTone.Bad,
            }),
        ])
    {
        Title = "Will not run",
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
