using System.Collections.Immutable;
using PluginFramework.Panels;
using PluginFramework.Plugins;

namespace PluginFramework.Core.Panels.BuiltIn;

/// <summary>How plugins are shown.</summary>
internal static class PluginViews
{
    public static View All(ImmutableArray<PluginStatus> plugins) => new View.Table(
        [
            new("id", "Id"), new("version", "Version"), new("state", "State"), new("reason", "Reason"), new("title", "Title") { IsDetail = true },
            new("location", "Location") { IsDetail = true }, new("contentHash", "Content") { IsDetail = true },
        ],
        [
            .. plugins.Select(plugin => new ViewRow(
            [
                PanelValue.Of(plugin.Id), PanelValue.Of(plugin.Version), PanelValue.Of(plugin.State.ToString()), PanelValue.Of(plugin.Reason), PanelValue.Of(plugin.Title),
                PanelValue.Of(plugin.Location), PanelValue.Of(plugin.ContentHash),
            ])
            {
                Subject = plugin.Id, Tone = ToneOf(plugin.State),
            }),
        ])
    {
        EmptyText = "There is no plugin.",
    };

    public static View One(PluginStatus plugin) => new View.Group(
    [
        new View.Fields(
        [
            new("id", "Plugin", PanelValue.Of(plugin.Id)),
            new("title", "Title", PanelValue.Of(plugin.Title)),
            new("description", "Description", PanelValue.Of(plugin.Description)),
            new("version", "Version", PanelValue.Of(plugin.Version)),
            new("state", "State", PanelValue.Of(plugin.State.ToString())) { Tone = ToneOf(plugin.State) },
            new("reason", "Reason", PanelValue.Of(plugin.Reason)),
            new("location", "Location", PanelValue.Of(plugin.Location)),
            new("contentHash", "Content", PanelValue.Of(plugin.ContentHash)),
            new("exports", "Exports", PanelValue.Of(plugin.Exports)),
        ])
        {
            Title = plugin.Title,
        },
        new View.Table(
            [new("contract", "Imports"), new("cardinality", "How many"), new("providers", "From")],
            [
                .. plugin.Imports.Select(import => new ViewRow(
                    [PanelValue.Of(import.Contract), PanelValue.Of(import.Cardinality), PanelValue.Of(import.Providers)])),
            ])
        {
            EmptyText = "It imports nothing from others.",
        },
    ]);

    /// <summary>The plugin's state, and beneath it whatever it waits for.</summary>
    public static View Why(PluginStatus plugin, ImmutableArray<PluginStatus> all)
    {
        var lines = new List<string>();
        Why(plugin, all, "", [], lines);
        if (NamesOf(UsersOf(plugin.Id, all, isNeeded: false)) is { Length: > 0 } users) lines.Add($"It is used by {users}");
        return new View.Text(string.Join('\n', lines));
    }

    public static View Graph(ImmutableArray<PluginStatus> plugins) => new View.Graph(
        [.. plugins.DistinctBy(plugin => plugin.Id).Select(plugin => new ViewNode(plugin.Id, $"{plugin.Id} ({plugin.State})") { Subject = plugin.Id, Tone = ToneOf(plugin.State) })],
        [
            .. plugins.SelectMany(plugin => plugin.Imports.SelectMany(import => import.Providers
                .Where(provider => provider != plugin.Id && plugins.Any(other => other.Id == provider))
                .Select(provider => new ViewEdge(plugin.Id, provider, $"{import.Contract} ({import.Cardinality})")))),
        ]);

    /// <summary>The plugins that import from one.</summary>
    /// <param name="id">The one.</param>
    /// <param name="all">All plugins.</param>
    /// <param name="isNeeded">Only those that cannot do without an import.</param>
    public static IEnumerable<PluginStatus> UsersOf(string id, ImmutableArray<PluginStatus> all, bool isNeeded) =>
        all.Where(other => other.Id != id && other.Imports.Any(import => (!isNeeded || import.Cardinality == "one") && import.Providers.Contains(id)));

    public static string NamesOf(IEnumerable<PluginStatus> plugins) => string.Join(", ", plugins.Select(plugin => plugin.Id));

    public static ViewTone ToneOf(PluginState state) => state switch
    {
        PluginState.Active => ViewTone.Good,
        PluginState.Failed or PluginState.Incompatible or PluginState.Quarantined => ViewTone.Bad,
        PluginState.Waiting => ViewTone.Warning,
        _ => ViewTone.Neutral,
    };

    private static void Why(PluginStatus plugin, ImmutableArray<PluginStatus> all, string indent, HashSet<string> seen, List<string> lines)
    {
        if (!seen.Add(plugin.Id)) return;
        lines.Add($"{indent}{plugin.Id} is {plugin.State}{(plugin.Reason is { } reason ? $": {reason}" : "")}");
        foreach (var import in plugin.Imports.Where(import => import.Cardinality == "one"))
        {
            // Chosen or not: whoever could provide it and does not is the reason.
            foreach (var provider in all.Where(other => other.State != PluginState.Active && other.Exports.Contains(import.Contract)))
                Why(provider, all, indent + "  ", seen, lines);
        }
    }
}
