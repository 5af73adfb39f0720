using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CsCheck;
using PluginFramework.Core.Panels.Rendering;
using PluginFramework.Identity;

namespace PluginFramework.Panels.Tests;

public sealed class ViewJsonTests
{
    [Fact]
    public void Json_OfAnyView_ReadsBackAsTheSame() => Views.Valid.Sample(view => Dump.Of(Read(Write(view))).ShouldBe(Dump.Of(view)), iter: 3000);

    [Fact]
    public void Json_OfBrokenText_IsJsonAllTheSame() => Views.Broken.Sample(view => Dump.Of(Read(Write(Read(Write(view))))).ShouldBe(Dump.Of(Read(Write(view)))), iter: 1000);

    [Fact]
    public void Json_OfATable_IsRowsByColumnNameWithNaturalValues()
    {
        var at = new DateTimeOffset(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);
        var table = new View.Table(
            [new("id", "Id"), new("since", "Since"), new("size", "Size"), new("mixed", "Mixed"), new("roles", "Roles"), new("on", "On")],
            [
                new(
                [
                    PanelValue.Of("a"), PanelValue.Of((DateTimeOffset?)at), PanelValue.OfSize(12), PanelValue.Of((TimeSpan?)TimeSpan.FromSeconds(30)),
                    PanelValue.Of(["x", "y"]), PanelValue.Of(true),
                ])
                {
                    Subject = "a", Tone = ViewTone.Bad,
                },
                new([PanelValue.Of("b"), PanelValue.None, PanelValue.OfSize(0), PanelValue.Of(1.5), PanelValue.Of(Array.Empty<string>()), PanelValue.Of(false)]),
            ])
        {
            Title = "Things", NextPage = "b",
        };

        Write(table).ShouldBe("""
            {"type":"table","title":"Things","columns":[{"name":"id","label":"Id"},{"name":"since","label":"Since","kind":"time"},
            {"name":"size","label":"Size","kind":"size"},{"name":"mixed","label":"Mixed"},{"name":"roles","label":"Roles"},{"name":"on","label":"On"}],
            "rows":[{"id":"a","since":"2026-11-23T10:00:00.0000000+00:00","size":12,"mixed":{"kind":"duration","value":"00:00:30"},"roles":["x","y"],
            "on":true,"$subject":"a","$tone":"bad"},{"id":"b","since":null,"size":0,"mixed":1.5,"roles":[],"on":false}],"nextPage":"b"}
            """.ReplaceLineEndings(""));
    }

    [Fact]
    public void Json_OfFields_NamesThemAndSaysKindAndTone() =>
        Write(new View.Fields([new("left", "Left", PanelValue.Of((TimeSpan?)TimeSpan.FromHours(1))) { Tone = ViewTone.Warning }, new("note", "Note", PanelValue.None)]))
            .ShouldBe("""{"type":"fields","fields":[{"name":"left","label":"Left","value":"01:00:00","kind":"duration","tone":"warning"},{"name":"note","label":"Note","value":null}]}""");

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    [InlineData("{}")]
    [InlineData("""{"type":"sausage"}""")]
    [InlineData("""{"type":1}""")]
    [InlineData("""{"type":"text"}""")]
    [InlineData("""{"type":"text","content":5}""")]
    [InlineData("""{"type":"text","content":"a","title":[]}""")]
    [InlineData("""{"type":"text","content":"\ud800"}""")]
    [InlineData("""{"type":"fields"}""")]
    [InlineData("""{"type":"fields","fields":{}}""")]
    [InlineData("""{"type":"fields","fields":[5]}""")]
    [InlineData("""{"type":"fields","fields":[{"name":"a","label":"A"}]}""")]
    [InlineData("""{"type":"fields","fields":[{"name":"a","label":"A","value":"x","tone":"sad"}]}""")]
    [InlineData("""{"type":"fields","fields":[{"name":"a","label":"A","value":"yesterday","kind":"time"}]}""")]
    [InlineData("""{"type":"fields","fields":[{"name":"a","label":"A","value":"long","kind":"duration"}]}""")]
    [InlineData("""{"type":"fields","fields":[{"name":"a","label":"A","value":1.5,"kind":"size"}]}""")]
    [InlineData("""{"type":"fields","fields":[{"name":"a","label":"A","value":1e999}]}""")]
    [InlineData("""{"type":"fields","fields":[{"name":"a","label":"A","value":{"kind":"time"}}]}""")]
    [InlineData("""{"type":"fields","fields":[{"name":"a","label":"A","value":{"kind":"time","value":{"kind":"time","value":{}}}}]}""")]
    [InlineData("""{"type":"table","columns":[{"name":"a","label":"A","kind":"sausage"}],"rows":[]}""")]
    [InlineData("""{"type":"table","columns":[],"rows":[[]]}""")]
    [InlineData("""{"type":"form","act":"a","values":[]}""")]
    [InlineData("""{"type":"progress","label":"a","fraction":"half"}""")]
    [InlineData("""{"type":"log","lines":[{"at":"noon","level":"a","category":"b","message":"c"}]}""")]
    [InlineData("""{"type":"group","items":[{}]}""")]
    public void Read_OfWhatIsNoView_Throws(string json) => Should.Throw<JsonException>(() => Read(json));

    [Fact]
    public void Group_NestedTooDeep_IsCutAndRefused()
    {
        View view = new View.Text("bottom");
        for (var depth = 0; depth < 1000; depth++) view = new View.Group([view]);

        var json = Write(view);
        Read(json);
        json.ShouldContain("nested in more than");
        var deeper = $$"""{"type":"group","items":[{{json}}]}""";
        Should.Throw<JsonException>(() => Read(deeper));
    }

    [Fact]
    public void View_WithArraysNeverSet_IsWrittenAsEmpty() =>
        Write(new View.Group([new View.Table(default, default), new View.Fields(default), new View.Log(default), new View.Graph(default, default), new View.Acts(default)]))
            .ShouldContain("\"rows\":[]");

    [Fact]
    public void Result_OfAnAct_ReadsBackAsTheSame() => Gen.Select(Views.Text, Views.Valid, Views.Text).Sample((message, view, detail) =>
    {
        var result = new ActResult(message) { View = view, AuditDetail = detail };
        Dump.Of(Parse(Write(writer => PanelJson.Write(writer, result)), PanelJson.ReadResult)).ShouldBe(Dump.Of(result));
    }, iter: 200);

    [Fact]
    public void Description_OfAPanel_ReadsBackAsTheSame()
    {
        var panel = new PanelDescription("user", "Users", "Who.", null,
            [
                new("add", "Add") { Description = "d", Role = null, CanDryRun = true, IsAuditedBelow = true, Parameters = [new("password") { IsSecret = true, IsRequired = true }] },
                new("view", "View") { IsReadOnly = true, Confirmation = "Sure?", Role = WellKnownRoles.Operator },
            ],
            [new("size", PanelParameterKind.Size) { Label = "Size", Minimum = 0, Maximum = 1e12, Unit = "octets", Default = "1k", IsList = true, Choices = ["1k", "2k"] }, new("n", PanelParameterKind.WholeNumber)]);

        Dump.Of(Parse(Write(writer => PanelJson.Write(writer, panel)), PanelJson.ReadDescription)).ShouldBe(Dump.Of(panel));
    }

    private static string Write(View view) => Write(writer => ViewJson.Write(writer, view));

    private static string Write(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping })) write(writer);
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static View Read(string json) => Parse(json, ViewJson.Read);

    private static T Parse<T>(string json, Func<JsonElement, T> read)
    {
        using var document = JsonDocument.Parse(json);
        return read(document.RootElement);
    }
}
