using System.Collections.Immutable;
using CsCheck;

namespace PluginFramework.Panels.Tests;

/// <summary>Arbitrary views, with text that nobody sane would write.</summary>
internal static class Views
{
    private static readonly string[] Fragments =
    [
        "", " ", "a", "plain words in a row ", "x=1", "\0", "\a", "\b", "\t", "\n", "\r\n", "\e[31m", "\u007F", "\u0085", "\u009B2J", "\u2028", "\u2029",
        "\u202Eevil", "\u2066", "\u200F", "\u200B", "\u200D", "\uFEFF", "\u00AD", "é", "e\u0301", "\u0301", "\uFE0F", "❤\uFE0F", "日本語", "ｱ", "Ａ", "한글",
        "\u1112\u1161\u11AB", "😀", "👩\u200D👩\u200D👧\u200D👦", "🇩🇪", "مرحبا", "שלום", "ﷺ", "Z\u0351\u036B\u0343\u036A\u0302", "\u4E00", "�", "\"\\</script>",
        "averyveryveryveryveryveryveryveryveryveryverylongword", "$subject", "null",
    ];

    /// <summary>Valid text.</summary>
    public static Gen<string> Text { get; } = OneOf(Fragments).Array[0, 6].Select(string.Concat);

    /// <summary>Text that may hold stray halves of surrogate pairs, which no encoding has.</summary>
    public static Gen<string> BrokenText { get; } = OneOf([.. Fragments, "\uD83D", "\uDE00", "\uDFFF\uD800"]).Array[0, 6].Select(string.Concat);

    /// <summary>Views as the contract wants them.</summary>
    public static Gen<View> Valid { get; } = Of(Text, 3);

    /// <summary>Views with text that is not valid.</summary>
    public static Gen<View> Broken { get; } = Of(BrokenText, 2);

    private static Gen<View> Of(Gen<string> text, int depth)
    {
        var optional = Gen.Select(Gen.Bool, text, (has, value) => has ? value : null);
        var tone = OneOf(Enum.GetValues<ViewTone>());
        var value = ValueOf(text);
        var values = value.Array[0, 3].Select(items => items.Select((item, index) => KeyValuePair.Create($"p{index}", item)).ToImmutableDictionary(StringComparer.Ordinal));
        var leaves = new List<Gen<View>>
        {
            text.Select(View (content) => new View.Text(content)),
            Gen.Select(text, value, tone, (label, content, mood) => (label, content, mood)).Array[0, 5].Select(View (fields) => new View.Fields(
                [.. fields.Select((field, index) => new ViewField($"f{index}", field.label, field.content) { Tone = field.mood })])),
            TableOf(text, optional, value, tone, values),
            Gen.Select(text, values, View (act, filled) => new View.Form(act) { Values = filled }),
            Gen.Select(text, values, (act, filled) => new ViewAct(act) { Arguments = filled }).Array[0, 3].Select(View (acts) => new View.Acts([.. acts])),
            Gen.Select(text, Gen.Bool, Gen.Double.Unit, View (label, known, done) => new View.Progress(label, known ? done : null)),
            Gen.Select(Times, text, text, text, tone, (at, level, category, message, mood) => new ViewLogLine(at, level, category, message) { Tone = mood })
                .Array[0, 4].Select(View (lines) => new View.Log([.. lines])),
            Gen.Select(text.Array[1, 4], text.Array[0, 4], tone, optional, View (labels, edges, mood, subject) => new View.Graph(
                [.. labels.Select((label, index) => new ViewNode($"n{index}", label) { Tone = mood, Subject = subject })],
                [.. edges.Select((label, index) => new ViewEdge($"n{index % labels.Length}", $"n{(index * 3) % labels.Length}", label))])),
            Gen.Select(text, optional, View (message, remedy) => new View.Error(message, remedy)),
        };
        if (depth > 0) leaves.Add(Of(text, depth - 1).Array[0, 3].Select(View (items) => new View.Group([.. items])));
        return Gen.Select(Gen.OneOf(leaves.ToArray()), optional, (view, title) => view with { Title = title });
    }

    private static Gen<DateTimeOffset> Times => Gen.Select(
        Gen.Long[0, DateTimeOffset.MaxValue.Ticks - TimeSpan.TicksPerDay], Gen.Int[-14 * 60, 14 * 60],
        (ticks, minutes) => new DateTimeOffset(Math.Max(ticks, TimeSpan.TicksPerDay), TimeSpan.Zero).ToOffset(TimeSpan.FromMinutes(minutes)));

    private static Gen<PanelValue> ValueOf(Gen<string> text) => Gen.OneOf(
        Gen.Const(PanelValue.None),
        text.Select(PanelValue.Of),
        Gen.Long.Select(PanelValue.Of),
        Gen.Double.Where(double.IsFinite).Select(PanelValue.Of),
        OneOf(0d, -0d, 1e16, 1e-7, 1.0, double.MaxValue, double.Epsilon, 9007199254740993d, 1e19).Select(PanelValue.Of),
        Gen.Bool.Select(PanelValue.Of),
        Times.Select(time => PanelValue.Of((DateTimeOffset?)time)),
        Gen.OneOf(Gen.Long, Gen.Long[-100_000_000, 100_000_000], OneOf(0, long.MinValue, long.MaxValue)).Select(ticks => PanelValue.Of((TimeSpan?)new TimeSpan(ticks))),
        Gen.OneOf(Gen.Long, Gen.Long[0, 5_000_000]).Select(PanelValue.OfSize),
        text.Array[0, 3].Select(PanelValue.Of));

    /// <summary>Columns of one kind, with gaps, and mixed ones.</summary>
    private static Gen<View> TableOf(
        Gen<string> text, Gen<string?> optional, Gen<PanelValue> value, Gen<ViewTone> tone, Gen<ImmutableDictionary<string, PanelValue>> values) => Gen.Select(
        Gen.Select(text, Gen.Bool).Array[0, 8],
        Gen.Select(value.Array[8], optional, tone, Gen.Select(text, values, (act, filled) => new ViewAct(act) { Arguments = filled }).Array[0, 2]).Array[0, 5], optional, optional,
        View (columns, rows, empty, next) => new View.Table(
            [.. columns.Select((column, index) => new ViewColumn($"c{index}", column.Item1))],
            [
                .. rows.Select((row, number) => new ViewRow(
                    [.. columns.Select((column, index) => column.Item2 && row.Item1[index].Kind != rows[0].Item1[index].Kind ? PanelValue.None : row.Item1[index])])
                {
                    Subject = row.Item2, Tone = row.Item3, Acts = [.. row.Item4],
                }),
            ])
        {
            EmptyText = empty, NextPage = next,
        });

    private static Gen<T> OneOf<T>(params T[] choices) => Gen.Int[0, choices.Length - 1].Select(index => choices[index]);
}
