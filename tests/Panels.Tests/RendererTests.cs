using System.Collections.Immutable;
using System.Text.Json;
using CsCheck;
using PluginFramework.Core.Panels.Rendering;

namespace PluginFramework.Panels.Tests;

public sealed class RendererTests
{
    [Fact]
    public void Text_OfAnyView_FitsTheWidthAndHoldsNothingThatMovesTheCursor() => Gen.Select(Views.Broken, Gen.Int[20, 100]).Sample((view, width) =>
    {
        foreach (var text in (string[])[ViewRenderers.Text.Render(view, width), ViewRenderers.Text.Render(view)])
        {
            text.Any(character => (char.IsControl(character) && character != '\n') || character is '\u202E' or '\u2028').ShouldBeFalse(text);
            for (var at = 0; at < text.Length; at += char.IsSurrogatePair(text, at) ? 2 : 1)
                char.IsSurrogate(text[at]).ShouldBe(at + 1 < text.Length && char.IsSurrogatePair(text, at));
        }

        foreach (var line in ViewRenderers.Text.Render(view, width).Split('\n')) TerminalCells.Of(line).ShouldBeLessThanOrEqualTo(width, line);
    }, iter: 3000);

    [Fact]
    public void Json_OfAnyView_IsOneLineOfJson() => Views.Broken.Sample(view =>
    {
        var json = ViewRenderers.Json.Render(view);
        json.Any(char.IsControl).ShouldBeFalse(json);
        using var document = JsonDocument.Parse(json);
        ViewJson.Read(document.RootElement);
    }, iter: 1000);

    [Fact]
    public void Text_OfATable_AlignsColumnsUnderHeadings() => ViewRenderers.Text.Render(new View.Table(
        [new("id", "Plugin"), new("size", "Size"), new("up", "Up")],
        [
            new([PanelValue.Of("日本"), PanelValue.OfSize(1536 * 1024), PanelValue.Of((TimeSpan?)new TimeSpan(2, 5, 30))]),
            new([PanelValue.Of("e\u0301te\u0301"), PanelValue.OfSize(3), PanelValue.None]),
            new([PanelValue.Of("👍\n👍"), PanelValue.OfSize(2048), PanelValue.Of((TimeSpan?)TimeSpan.FromMilliseconds(2))]),
        ])).ShouldBe("""
            PLUGIN  SIZE     UP
            日本    1.5 MiB  2h 5m
            été     3 B
            👍 👍   2 KiB    2ms
            """.Replace("été", "e\u0301te\u0301", StringComparison.Ordinal).ReplaceLineEndings("\n"));

    [Fact]
    public void Text_OfATableTooWide_BreaksTheWidestColumn() => ViewRenderers.Text.Render(
        new View.Table([new("id", "Id"), new("why", "Why")], [new([PanelValue.Of("irc"), PanelValue.Of("it waits for chat to start")]), new([PanelValue.Of("x"), PanelValue.Of("short")])]), 20)
        .ShouldBe("ID   WHY\nirc  it waits for\n     chat to start\nx    short");

    [Fact]
    public void Text_OfATableWithMoreColumnsThanFit_IsAListOfFields()
    {
        ImmutableArray<ViewColumn> columns = [.. Enumerable.Range(0, 5).Select(index => new ViewColumn($"c{index}", $"Column {index}"))];
        var table = new View.Table(columns, [new([.. columns.Select(column => PanelValue.Of(column.Name))]), new([.. columns.Select(_ => PanelValue.Of("z"))])]);

        ViewRenderers.Text.Render(table, 20).ShouldStartWith("Column 0  c0\nColumn 1  c1\n");
    }

    [Fact]
    public void Text_OfFields_AlignsValuesAndMarksWhatIsAmiss() => ViewRenderers.Text.Render(new View.Fields(
        [
            new("state", "State", PanelValue.Of("failing")) { Tone = ViewTone.Bad },
            new("since", "Since", PanelValue.Of((DateTimeOffset?)new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.FromHours(2)))),
            new("on", "Encrypted", PanelValue.Of(false)) { Tone = ViewTone.Warning },
            new("none", "Nothing", PanelValue.None),
        ])
    {
        Title = "Health",
    }).ShouldBe("Health\nState      failing\nSince      2026-11-23 10:00:00Z\nEncrypted  no\nNothing    -");

    [Fact]
    public void Text_OfALog_IndentsFurtherLines() => ViewRenderers.Text.Render(new View.Log(
        [new(new DateTimeOffset(2026, 11, 23, 10, 0, 0, TimeSpan.Zero), "Warning", "irc", "bad\nday\r\nforged\u001b[2J")]))
        .ShouldBe("2026-11-23 10:00:00Z Warning irc: bad\n    day\n    forged [2J");

    [Fact]
    public void Text_OfTheRest_SaysWhatThereIs() => ViewRenderers.Text.Render(new View.Group(
        [
            new View.Progress("Loading", 0.42), new View.Progress("Waiting", null), new View.Progress("Odd", double.NaN),
            new View.Error("It broke.", "Mend it."), new View.Table([], []) { EmptyText = "No users." },
            new View.Graph([new("a", "A"), new("b", "B") { Tone = ViewTone.Bad }], [new("a", "b", "needs")]),
            new View.Acts([new("kick") { Arguments = ImmutableDictionary<string, PanelValue>.Empty.Add("id", PanelValue.Of("irc-1")) }]),
        ])).ShouldBe("Loading: 42 %\n\nWaiting …\n\nOdd …\n\nError: It broke.\nMend it.\n\nNo users.\n\nA\n  -> B (needs)\nB\n\nkick id=irc-1");

    [Fact]
    public void Renderers_OfViewsWithArraysNeverSet_DoNotThrow()
    {
        View[] views = [new View.Table(default, default), new View.Table([new("a", "A")], [new(default)]), new View.Fields(default), new View.Log(default), new View.Graph(default, default), new View.Acts(default), new View.Group(default)];
        foreach (var view in views)
        {
            Should.NotThrow(() => ViewRenderers.Text.Render(view, 20));
            Should.NotThrow(() => ViewRenderers.Json.Render(view));
        }
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("abc", 3)]
    [InlineData("é", 1)]
    [InlineData("e\u0301", 1)]
    [InlineData("日本", 4)]
    [InlineData("ｱ", 1)]
    [InlineData("Ａ", 2)]
    [InlineData("한", 2)]
    [InlineData("\u1112\u1161\u11AB", 2)]
    [InlineData("😀", 2)]
    [InlineData("❤", 1)]
    [InlineData("❤\uFE0F", 2)]
    [InlineData("…", 1)]
    [InlineData("שלום", 4)]
    [InlineData("\u200B\u200D\uFEFF", 0)]
    public void Cells_OfText_AreCountedAsATerminalDoes(string text, int cells) => TerminalCells.Of(text).ShouldBe(cells);

    [Theory]
    [InlineData(0, "0s")]
    [InlineData(0.0005, "0.5ms")]
    [InlineData(0.25, "250ms")]
    [InlineData(1.55, "1.5s")]
    [InlineData(59.99, "59.9s")]
    [InlineData(60, "1m")]
    [InlineData(90, "1m 30s")]
    [InlineData(7500, "2h 5m")]
    [InlineData(-7500, "-2h 5m")]
    [InlineData(86400, "1d")]
    [InlineData(273600, "3d 4h")]
    public void Duration_IsWrittenInItsTwoLargestUnits(double seconds, string text) => PanelText.Of(TimeSpan.FromSeconds(seconds)).ShouldBe(text);
}
