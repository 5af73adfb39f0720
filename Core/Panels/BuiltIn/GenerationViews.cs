using System.Collections.Immutable;
using System.Globalization;
using PluginFramework.Core.Generations;
using PluginFramework.Panels;

namespace PluginFramework.Core.Panels.BuiltIn;

/// <summary>How generations are shown. What their configuration holds is not: there may be secrets in it.</summary>
internal static class GenerationViews
{
    public static View All(ImmutableArray<Generation> kept, int current) => new View.Table(
        [
            new("number", "Generation"), new("at", "At"), new("actor", "By"), new("surface", "Over"), new("summary", "What"), new("state", "State"), new("reason", "Reason"),
            new("isCurrent", "In force"),
        ],
        [
            .. kept.Select(one => new ViewRow(
            [
                PanelValue.Of(one.Number), PanelValue.Of(AtOf(one)), PanelValue.Of(one.Actor), PanelValue.Of(one.Surface), PanelValue.Of(one.Summary),
                PanelValue.Of(Word(one.State)), PanelValue.Of(one.Reason), PanelValue.Of(one.Number == current),
            ])
            {
                Subject = one.Number.ToString(CultureInfo.InvariantCulture), Tone = ToneOf(one.State),
            }),
        ])
    {
        EmptyText = "Nothing was changed yet.",
    };

    public static View One(Generation one) => new View.Group(
    [
        new View.Fields(
        [
            new("number", "Generation", PanelValue.Of(one.Number)), new("at", "At", PanelValue.Of(AtOf(one))), new("actor", "By", PanelValue.Of(one.Actor)),
            new("surface", "Over", PanelValue.Of(one.Surface)), new("summary", "What", PanelValue.Of(one.Summary)),
            new("state", "State", PanelValue.Of(Word(one.State))) { Tone = ToneOf(one.State) }, new("reason", "Reason", PanelValue.Of(one.Reason)),
        ]),
        new View.Table(
            [new("plugin", "Plugin"), new("version", "Version"), new("package", "Package"), new("feed", "Feed"), new("pinned", "Pinned"), new("neededBy", "Needed by")],
            [
                .. one.Lock.Plugins.Select(entry => new ViewRow(
                [
                    PanelValue.Of(entry.Key), PanelValue.Of(entry.Value.Version), PanelValue.Of(entry.Value.Package), PanelValue.Of(entry.Value.Feed),
                    PanelValue.Of(entry.Value.Pinned), PanelValue.Of(entry.Value.NeededBy.IsDefault ? [] : entry.Value.NeededBy),
                ])),
            ])
        {
            Title = "Plugins", EmptyText = "No plugin is installed from a feed.",
        },
    ]);

    /// <summary>What going from one to another would change.</summary>
    public static View Difference(Generation now, Generation target)
    {
        var ids = now.Lock.Plugins.Keys.Union(target.Lock.Plugins.Keys).Order(StringComparer.Ordinal)
            .Select(id => (Id: id, Old: now.Lock.Plugins.GetValueOrDefault(id), New: target.Lock.Plugins.GetValueOrDefault(id)))
            .Where(entry => (entry.Old?.Version, entry.Old?.Sha512, entry.Old?.Pinned) != (entry.New?.Version, entry.New?.Sha512, entry.New?.Pinned));
        var isConfigured = !now.Configuration.Span.SequenceEqual(target.Configuration.Span);
        return new View.Group(
        [
            new View.Table(
                [new("plugin", "Plugin"), new("from", "From"), new("to", "To")],
                [.. ids.Select(entry => new ViewRow([PanelValue.Of(entry.Id), PanelValue.Of(entry.Old?.Version), PanelValue.Of(entry.New?.Version)]))])
            {
                Title = "Changes", EmptyText = "The plugins stay as they are.",
            },
            new View.Text(isConfigured ? "The configuration file becomes what it was then." : "The configuration file stays as it is."),
        ]);
    }

    /// <summary>What was there before the first change has no time of its own.</summary>
    private static DateTimeOffset? AtOf(Generation one) => one.At == default ? null : one.At;

    private static string Word(GenerationState state) => state switch
    {
        GenerationState.OnTrial => "on trial",
        GenerationState.RolledBack => "rolled back",
        _ => "good",
    };

    private static ViewTone ToneOf(GenerationState state) => state switch
    {
        GenerationState.Good => ViewTone.Good,
        GenerationState.RolledBack => ViewTone.Bad,
        _ => ViewTone.Warning,
    };
}
