using System.Collections.Immutable;

namespace PluginFramework.Prompt.Tests;

public sealed class PlainTextRendererTests
{
    private static readonly PlainTextRenderer Renderer = new();

    private static PromptValue.Scalar Number(int value) => new PromptValue.Scalar("int", $"{value}");

    private static PromptValue.Node Node(string text, params (string Name, PromptValue Value)[] members) =>
        new PromptValue.Node("Thing", text, [.. members.Select(member => new PromptMember(member.Name, member.Value))]);

    [Fact]
    public void Scalar_IsOneLine() => Renderer.Render(Number(42)).ShouldBe(["42"]);

    [Fact]
    public void Sequence_IsALineEach_AndSaysHowManyMore()
    {
        Renderer.Render(new PromptValue.Sequence("int[]", [Number(1), Number(2)], HasMore: false)).ShouldBe(["1", "2"]);
        Renderer.Render(new PromptValue.Sequence("int[]", [], HasMore: false)).ShouldBe(["int[], empty"]);
        var lines = Renderer.Render(new PromptValue.Sequence("int[]", [.. Enumerable.Range(0, 100).Select(Number)], HasMore: true));
        lines.Length.ShouldBe(21);
        lines[^1].ShouldBe("… 81 more");
    }

    [Fact]
    public void TwentyOneLines_AreNotCutForOne() =>
        Renderer.Render(new PromptValue.Sequence("int[]", [.. Enumerable.Range(0, 21).Select(Number)], HasMore: false))[^1].ShouldBe("20");

    [Fact]
    public void Node_IsItsMembersBelowItsText() =>
        Renderer.Render(Node("thing 1", ("A", Number(1)), ("B", Node("", ("C", Number(2)), ("D", new PromptValue.Elided("x", "…"))))))
            .ShouldBe(["Thing: thing 1", "  A = 1", "  B = { C = 2, D = … }"]);

    [Fact]
    public void Table_IsALineForEachRow() =>
        Renderer.Render(new PromptValue.Sequence("Thing[]", [Node("", ("A", Number(1)), ("B", Number(2))), Node("named", ("A", Number(3)))], HasMore: false))
            .ShouldBe(["{ A = 1, B = 2 }", "named"]);

    [Fact]
    public void DeepValue_IsBounded()
    {
        PromptValue value = Number(1);
        for (var i = 0; i < 50; i++) value = Node("", ("Inner", value));
        Renderer.Render(value).ShouldAllBe(line => line.Length < 100);
        PromptValue list = Number(1);
        for (var i = 0; i < 50; i++) list = new PromptValue.Sequence("List", [list], HasMore: false);
        Renderer.Render(list).ShouldBe(["[[List[1]]]"]);
    }

    [Fact]
    public void LongLine_IsCut() => Renderer.Render(new PromptValue.Scalar("string", new string('x', 5000)))[0].Length.ShouldBe(400);

    [Fact]
    public void TextOfSeveralLines_IsSeveralLines() => Renderer.Render(new PromptValue.Scalar("string", "a\r\nb")).ShouldBe(["a", "b"]);

    [Fact]
    public void Results_EndInWords()
    {
        Lines(new PromptResult.Completed(null)).ShouldBe(["ok"]);
        Lines(new PromptResult.Completed(null) { Output = "hi\n" }).ShouldBe(["hi"]);
        Lines(new PromptResult.Completed(Number(1)) { Output = "hi" }).ShouldBe(["hi", "1"]);
        Lines(new PromptResult.Cancelled()).ShouldBe(["stopped"]);
        Lines(new PromptResult.TimedOut(TimeSpan.FromMilliseconds(1500))).ShouldBe(["stopped after 1.5 s"]);
        Lines(new PromptResult.TimedOut(TimeSpan.FromMinutes(2))).ShouldBe(["stopped after 2 min"]);
        Lines(new PromptResult.Threw("System.Exception", "boom", "at A\nat B\nat C\nat D")).ShouldBe(["System.Exception: boom", "  at A", "  at B", "  at C"]);
        Lines(new PromptResult.Invalid([new PromptDiagnostic("CS1002", true, 1, 4, "; expected")])).ShouldBe(["(1,4) error CS1002: ; expected"]);
    }

    private static ImmutableArray<string> Lines(PromptResult result) => Renderer.Render(result);
}
