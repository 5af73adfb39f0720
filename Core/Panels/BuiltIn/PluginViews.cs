using System.Collections.Immutable;
using PluginFramework.Panels;
using PluginFramework.Plugins;

namespace PluginFramework.Core.Panels.BuiltIn;

/// <summary>How plugins are shown.</summary>
internal static class PluginViews
{
    public static View All(ImmutableArray<PluginStatus> plugins) => new View.Table(
        [new("id", "Plugin"), new("version", "Version"), new("state", "State"), new("reason", "Reason")],
        [
            .. plugins.Select(plugin => new ViewRow(
                [PanelValue.Of(plugin.Id), PanelValue.Of(plugin.Version), PanelValue.Of(plugin.State.ToString()), PanelValue.Of(plugin.Reason)])
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

    public static ViewTone ToneOf(PluginState state) => state switch
    {
        PluginState.Active => ViewTone.Good,
        PluginState.Failed or PluginState.Incompatible or PluginState.Quarantined => ViewTone.Bad,
        PluginState.Waiting => ViewTone.Warning,
        _ => ViewTone.Neutral,
    };
}
