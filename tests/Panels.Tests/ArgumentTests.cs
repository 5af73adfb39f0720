using System.Collections.Immutable;
using PluginFramework.Core.Panels;

namespace PluginFramework.Panels.Tests;

public sealed class ArgumentTests
{
    [Theory]
    [InlineData(PanelParameterKind.Text, "a b", "a b")]
    [InlineData(PanelParameterKind.Text, "", "")]
    [InlineData(PanelParameterKind.LongText, "a\nb", "a\nb")]
    [InlineData(PanelParameterKind.WholeNumber, "-7", "-7")]
    [InlineData(PanelParameterKind.WholeNumber, "007", "7")]
    [InlineData(PanelParameterKind.Number, "1.50", "1.5")]
    [InlineData(PanelParameterKind.Number, "1e3", "1000")]
    [InlineData(PanelParameterKind.Flag, "True", "true")]
    [InlineData(PanelParameterKind.Flag, "false", "false")]
    [InlineData(PanelParameterKind.Duration, "90s", "00:01:30")]
    [InlineData(PanelParameterKind.Duration, "1d", "1.00:00:00")]
    [InlineData(PanelParameterKind.Duration, "00:00:05", "00:00:05")]
    [InlineData(PanelParameterKind.Size, "64k", "65536")]
    [InlineData(PanelParameterKind.Size, "1G", "1073741824")]
    public void Argument_OfItsKind_IsTaken(PanelParameterKind kind, string text, string value) => Bind(new("p", kind), text).FindText("p").ShouldBe(value);

    [Theory]
    [InlineData(PanelParameterKind.Text, "a\u001bb", "holds a control character")]
    [InlineData(PanelParameterKind.Text, "a\nb", "holds a control character")]
    [InlineData(PanelParameterKind.WholeNumber, "", "must be a whole number")]
    [InlineData(PanelParameterKind.WholeNumber, "1.5", "must be a whole number")]
    [InlineData(PanelParameterKind.WholeNumber, "99999999999999999999", "must be a whole number")]
    [InlineData(PanelParameterKind.Number, "NaN", "must be a number")]
    [InlineData(PanelParameterKind.Number, "1e999", "must be a number")]
    [InlineData(PanelParameterKind.Flag, "yes", "must be true or false")]
    [InlineData(PanelParameterKind.Duration, "soon", "must be a length of time")]
    [InlineData(PanelParameterKind.Size, "-1", "must be a number of octets")]
    [InlineData(PanelParameterKind.Size, "9999999999g", "must be a number of octets")]
    public void Argument_OfAnotherKind_IsRefused(PanelParameterKind kind, string text, string why) => Refusal(new("p", kind), text).ShouldContain("'p' " + why);

    [Theory]
    [InlineData(PanelParameterKind.WholeNumber, "1", "10", "0,11", "must be 1 to 10 users")]
    [InlineData(PanelParameterKind.Number, "1.5", "10", "1.4,10.1", "must be 1 to 10 users")]
    [InlineData(PanelParameterKind.Text, "a", "abcdefghij", ",abcdefghijk", "must be 1 to 10 characters")]
    [InlineData(PanelParameterKind.LongText, "a", "abcdefghij", ",abcdefghijk", "must be 1 to 10 characters")]
    [InlineData(PanelParameterKind.Duration, "1s", "10s", "900ms,11s", "must be 1 to 10 seconds")]
    [InlineData(PanelParameterKind.Size, "1", "10", "0,1k", "must be 1 to 10 users")]
    public void Argument_OutOfItsRange_IsRefused(PanelParameterKind kind, string least, string most, string outside, string why)
    {
        var parameter = new PanelParameter("p", kind) { Minimum = kind == PanelParameterKind.Number ? 1.5 : 1, Maximum = 10, Unit = "users" };
        Bind(parameter, least).Has("p").ShouldBeTrue();
        Bind(parameter, most).Has("p").ShouldBeTrue();
        foreach (var text in outside.Split(',')) Refusal(parameter, text).ShouldContain(why.Replace(" 1 ", kind == PanelParameterKind.Number ? " 1.5 " : " 1 ", StringComparison.Ordinal));
    }

    [Fact]
    public void Text_WithoutALimit_HasOneAllTheSame()
    {
        Bind(new("p"), new string('a', 4096)).Has("p").ShouldBeTrue();
        Refusal(new("p"), new string('a', 4097)).ShouldContain("at most 4096 characters");
    }

    [Fact]
    public void Choice_OfNoneThereIs_IsRefusedWithAll() =>
        Refusal(new("p") { Choices = ["red", "blue"] }, "Red").ShouldContain("'p' must be one of red, blue");

    [Fact]
    public void Several_OfWhatIsNoList_AreRefused() => Refusal(new("p"), "a", "b").ShouldContain("'p' is given more than once");

    [Fact]
    public void List_TakesSeveralOrNone_AndChecksEach()
    {
        var list = new PanelParameter("p", PanelParameterKind.WholeNumber) { IsList = true };
        Bind(list, "1", "2").FindTexts("p")!.Value.ShouldBe(["1", "2"]);
        Bind(list).FindTexts("p")!.Value.ShouldBeEmpty();
        Refusal(list, "1", "x").ShouldContain("'p' must be a whole number");
        Refusal(list, [.. Enumerable.Repeat("1", 1001)]).ShouldContain("'p' has more than 1000 values");
    }

    [Fact]
    public void Argument_NotGiven_IsNotThere()
    {
        var none = ArgumentBinder.Bind(ImmutableDictionary<string, ImmutableArray<string>>.Empty, [new("p")], "It");
        (none.Has("p"), none.FindText("p"), none.FindTexts("p")).ShouldBe((false, null, null));
        Should.Throw<PanelException>(() => none.GetText("p")).Error.ShouldBe(PanelError.Invalid);
    }

    private static PanelArguments Bind(PanelParameter parameter, params string[] texts) =>
        ArgumentBinder.Bind(ImmutableDictionary<string, ImmutableArray<string>>.Empty.Add("p", [.. texts]), [parameter], "It");

    private static string Refusal(PanelParameter parameter, params string[] texts)
    {
        var error = Should.Throw<PanelException>(() => Bind(parameter, texts));
        error.Error.ShouldBe(PanelError.Invalid);
        return error.Message;
    }
}
