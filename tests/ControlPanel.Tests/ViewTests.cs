using System.Collections.Immutable;
using System.Globalization;
using AngleSharp;
using AngleSharp.Dom;
using PluginFramework.ControlPanel.Acts;
using PluginFramework.ControlPanel.Views;
using PluginFramework.Panels;
using PluginFramework.Web;

namespace PluginFramework.ControlPanel.Tests;

/// <summary>Whatever panels write, what comes out has the same elements and attributes as if they had written harmless words.</summary>
public sealed class ViewTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<string> Hostile =>
    [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onmouseover='alert(1)", "</textarea></title></pre></svg><script>", "&lt;script&gt;", "<!--", "]]>",
        "\0\u001b[2J\u0007", "\u202egnp.exe\u2066", "half", "javascript:alert(1)", "{{7*7}}", "a b", "../..", "",
    ];

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task Views_WithHostileTextAtEveryField_HaveNoOtherElements(string text)
    {
        if (text == "half") text = "\ud83d";
        foreach (var make in All)
        {
            var (bad, good) = (await ParseAsync(make(text)), await ParseAsync(make(text.Length == 0 ? "" : "word")));
            StructureOf(bad).ShouldBe(StructureOf(good), make(text).GetType().Name);
            bad.Source.Text.Any(character => (char.IsControl(character) && character is not ('\n' or '\t')) || character is '\u202e' or '\u2066' or '\ud83d').ShouldBeFalse();
        }
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task Addresses_InViews_StayInThePanel(string text)
    {
        foreach (var make in All)
        {
            foreach (var link in (await ParseAsync(make(text))).QuerySelectorAll("[href], [action]"))
                (link.GetAttribute("href") ?? link.GetAttribute("action") ?? "").ShouldStartWith("/panel/");
        }
    }

    [Fact]
    public async Task Views_WithArraysNeverSet_DoNotThrow()
    {
        View[] views =
        [
            new View.Table(default, default), new View.Table([new("a", "A")], [new(default) { Subject = "x" }]), new View.Fields(default), new View.Log(default), new View.Graph(default, default),
            new View.Acts(default), new View.Group(default), new View.Text(null!), new View.Form("none"), new View.Progress("x", double.NaN),
        ];
        foreach (var view in views) await ParseAsync(view);
    }

    [Fact]
    public async Task Table_OfRows_LinksSubjectsAndOffersActs()
    {
        var page = await ParseAsync(TableOf("alice"));

        page.QuerySelector("tbody th a")!.GetAttribute("href").ShouldBe("/panel/p/thing/alice");
        page.QuerySelectorAll("tbody .doing a").Take(2).Select(link => link.GetAttribute("href")).ShouldBe(
            ["/panel/p/thing/act/remove?_for=alice", "/panel/p/thing/act/set?_for=alice"]);
        page.QuerySelector("tr.bad .sign .unseen")!.TextContent.ShouldBe("bad: ", "the tone must be said, not only coloured");
        page.QuerySelector("a[rel=next]")!.GetAttribute("href").ShouldBe("/panel/p/thing?role=x&_after=alice");
        page.QuerySelectorAll("tbody input[type=checkbox]").Select(box => box.GetAttribute("value")).ShouldBe(["alice", "alice"]);
        page.QuerySelectorAll(".chooser option").Select(option => option.GetAttribute("value")).ShouldBe(["remove", "set"]);
    }

    [Fact]
    public async Task Table_WithoutRows_SaysSo() =>
        (await ParseAsync(new View.Table([new("a", "A")], []) { EmptyText = "Nobody." })).QuerySelector(".empty")!.TextContent.ShouldBe("Nobody.");

    [Fact]
    public async Task Graph_OfNodes_IsAPictureWithTextAndATable()
    {
        var page = await ParseAsync(new View.Graph([new("a", "A"), new("b", "B") { Tone = ViewTone.Bad }, new("c", "C")], [new("a", "b", "needs"), new("b", "c", "uses"), new("c", "a", "knows")]));

        page.QuerySelector("svg")!.GetAttribute("role").ShouldBe("img");
        page.QuerySelector("svg > title").ShouldNotBeNull();
        page.QuerySelector("svg > desc").ShouldNotBeNull();
        page.QuerySelectorAll("svg .node").Length.ShouldBe(3);
        page.QuerySelectorAll("svg .edge").Length.ShouldBe(3);
        page.QuerySelectorAll("tbody tr").Select(row => row.TextContent.Trim()).ShouldBe(["ABneeds", "✕bad: BCuses", "CAknows"]);
    }

    [Fact]
    public async Task Graph_OfNodesWithMoreToSee_LeadsThere()
    {
        var page = await ParseAsync(new View.Graph([new("a", "A") { Subject = "x y" }, new("b", "B")], []));

        page.QuerySelector("svg")!.GetAttribute("role").ShouldBe("group", "a picture would hide its links");
        page.QuerySelectorAll("svg a").ShouldHaveSingleItem().GetAttribute("href").ShouldBe("/panel/p/thing/x%20y");
    }

    [Fact]
    public async Task Row_WithActsOfItsOwn_OffersThemFilledIn()
    {
        var offered = ImmutableArray.Create(new ViewAct("set") { Arguments = ImmutableDictionary<string, PanelValue>.Empty.Add("name", PanelValue.Of("a/b")) }, new ViewAct("nothing"));
        var page = await ParseAsync(new View.Table([new("a", "A")], [new([PanelValue.Of("one")]) { Acts = offered }]));

        page.QuerySelectorAll("tbody .doing a").ShouldHaveSingleItem().GetAttribute("href").ShouldBe("/panel/p/thing/act/set?_for=a%2Fb");
        page.QuerySelectorAll("tbody input").ShouldBeEmpty("such acts are for their row alone");
    }

    [Fact]
    public void Layout_OfAGraphWithCycles_PlacesNodesApart()
    {
        var random = new Random(1);
        for (var size = 0; size < 40; size++)
        {
            ImmutableArray<ViewNode> nodes = [.. Enumerable.Range(0, size).Select(index => new ViewNode($"n{index}", $"Node {index}"))];
            ImmutableArray<ViewEdge> edges = [.. Enumerable.Range(0, size * 2).Select(_ => new ViewEdge($"n{random.Next(size)}", $"n{random.Next(size + 1)}", "x"))];
            var layout = GraphLayout.Of(nodes, edges);

            nodes.ShouldAllBe(node => layout.Places.ContainsKey(node.Id));
            foreach (var (id, place) in layout.Places)
            {
                place.X.ShouldBeInRange(0, layout.Width - place.Width);
                place.Y.ShouldBeInRange(0, layout.Height - place.Height);
                foreach (var (other, there) in layout.Places.Where(entry => entry.Key != id))
                {
                    var isApart = place.X + place.Width <= there.X || there.X + there.Width <= place.X
                        || place.Y + place.Height <= there.Y || there.Y + there.Height <= place.Y;
                    isApart.ShouldBeTrue($"{id} and {other} of {size.ToString(CultureInfo.InvariantCulture)}");
                }
            }
        }
    }

    [Fact]
    public async Task Form_OfEveryKindOfParameter_HasFittingInputs()
    {
        var act = Support.DemoPanels.Jobs.Acts[0];
        var html = new HtmlWriter();
        var values = act.Parameters.ToImmutableDictionary(parameter => parameter.Name, parameter => ImmutableArray.Create(parameter.Name == "days" ? "sunday" : "5"));
        (ActForm.Of(Describe(), act, "t") with { Values = values, Problems = ImmutableDictionary<string, string>.Empty.Add("workers", "must be 1 to 64") }).Write(html);
        var page = await ParseAsync(html);

        page.QuerySelector("#f-title")!.GetAttribute("maxlength").ShouldBe("40");
        page.QuerySelector("#f-title")!.HasAttribute("required").ShouldBeTrue();
        page.QuerySelector("#f-workers")!.GetAttribute("type").ShouldBe("number");
        page.QuerySelector("#f-workers")!.GetAttribute("max").ShouldBe("64");
        page.QuerySelector("#f-workers")!.GetAttribute("aria-invalid").ShouldBe("true");
        page.QuerySelector("#e-workers")!.TextContent.ShouldContain("Workers must be 1 to 64.");
        page.QuerySelector("#f-key")!.GetAttribute("type").ShouldBe("password");
        page.QuerySelector("#f-key")!.GetAttribute("value").ShouldBe("", "secrets are never shown");
        page.QuerySelectorAll("#f-urgent option").Select(option => option.GetAttribute("value")).ShouldBe(["", "true", "false"]);
        page.QuerySelectorAll("input[name=days]").Where(box => box.HasAttribute("checked")).Select(box => box.GetAttribute("value")).ShouldBe(["sunday"]);
        page.QuerySelector("textarea#f-tags").ShouldNotBeNull();
        foreach (var input in page.QuerySelectorAll("input:not([type=hidden], [type=checkbox]), select, textarea"))
            page.QuerySelector($"label[for={input.Id}]").ShouldNotBeNull($"{input.Id} has no label");
    }

    private static IEnumerable<Func<string, View>> All =>
    [
        text => new View.Text(text) { Title = text },
        text => new View.Text($"x\n {text}\n+{text}") { Title = text },
        text => new View.Fields([new(text, text, PanelValue.Of(text)), new("list", text, PanelValue.Of([text, text])) { Tone = ViewTone.Bad }]) { Title = text },
        TableOf,
        text => new View.Table([], []) { EmptyText = text, NextPage = text },
        text => new View.Form("set") { Values = ImmutableDictionary<string, PanelValue>.Empty.Add("name", PanelValue.Of(text)).Add("notes", PanelValue.Of(text)).Add("tags", PanelValue.Of([text])) },
        text => new View.Form("missing" + text),
        text => new View.Acts([new("remove") { Arguments = ImmutableDictionary<string, PanelValue>.Empty.Add("name", PanelValue.Of(text)) }, new("set") { Arguments = ImmutableDictionary<string, PanelValue>.Empty.Add("notes", PanelValue.Of(text)) }]),
        text => new View.Progress(text, 0.5) { Title = text },
        text => new View.Progress(text, null),
        text => new View.Log([new(Noon, text, text, text) { Tone = ViewTone.Warning }]) { Title = text },
        text => new View.Graph([new("a" + text, text), new("b", text) { Tone = ViewTone.Good }], [new("a" + text, "b", text), new("b", "a" + text, text)]) { Title = text },
        text => new View.Group([new View.Text(text), new View.Group([new View.Error(text)])]) { Title = text },
        text => new View.Error(text, text) { Title = text },
    ];

    private static View.Table TableOf(string text) => new(
        [new("name", text), new("state", text), new("detail", text) { IsDetail = true }],
        [
            new([PanelValue.Of(text), PanelValue.Of([text]), PanelValue.Of(text)]) { Subject = text, Tone = ViewTone.Bad },
            new([PanelValue.Of(text), PanelValue.Of(7), PanelValue.None]) { Subject = text },
        ])
    {
        Title = text, NextPage = text,
    };

    private static PanelDescription Describe(string text = "Things") => new("thing", text, text, null,
    [
        new("add", text) { Description = text, Parameters = [new("name") { IsRequired = true }] },
        new("remove", text) { Description = text, Confirmation = text, Parameters = [new("name") { Label = text, IsRequired = true }] },
        new("set", text)
        {
            Description = text,
            Parameters =
            [
                new("name") { IsRequired = true, Label = text, Description = text, Default = text, Unit = text }, new("notes", PanelParameterKind.LongText) { Label = text },
                new("tags") { IsList = true, Label = text, Description = text }, new("choice") { Choices = [text, "b"], Label = text }, new("boxes") { Choices = [text, "b"], IsList = true },
            ],
            CanDryRun = true,
        },
    ], []);

    private static Task<IDocument> ParseAsync(View view)
    {
        var html = new HtmlWriter();
        var label = view switch
        {
            View.Text text => text.Title ?? "",
            View.Table { Rows: { IsDefaultOrEmpty: false } rows } => rows[0].Subject ?? "",
            _ => "Things",
        };
        ViewWriter.Write(html, view, new(Describe(label), "t") { Filters = [("role", "x")] });
        return ParseAsync(html);
    }

    private static Task<IDocument> ParseAsync(HtmlWriter html) => BrowsingContext.New(Configuration.Default).OpenAsync(page => page.Content($"<!DOCTYPE html><main>{html}</main>"));

    /// <summary>The elements with their attributes' names.</summary>
    private static string StructureOf(IDocument page) => string.Join('\n', page.QuerySelectorAll("*").Select(element =>
        $"{element.ParentElement?.LocalName}>{element.LocalName}[{string.Join(',', element.Attributes.Select(attribute => attribute.Name))}]"));
}
