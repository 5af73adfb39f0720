using PluginFramework.Web;

namespace PluginFramework.ControlPanel.Tests;

public sealed class HtmlWriterTests
{
    [Theory]
    [InlineData("<script>", "&lt;script&gt;")]
    [InlineData("\" onload='x'", "&quot; onload=&#39;x&#39;")]
    [InlineData("&amp;", "&amp;amp;")]
    [InlineData("a\r\nb\rc\nd\te", "a\nb\nc\nd\te")]
    [InlineData("\0\a\u001b[2J\u007f", "\u2400\u2407\u241b[2J\u2421")]
    [InlineData("\u0085\u009b", "\ufffd\ufffd")]
    [InlineData("\u202eevil\u2066\u200f\u2028", "\ufffdevil\ufffd\ufffd\ufffd")]
    [InlineData("😀é日本", "😀é日本")]
    [InlineData(null, "")]
    public void Text_InAHole_IsEscapedAndMadeVisible(string? text, string html)
    {
        new HtmlWriter().Add($"""<p title="{text}">""").ToString().ShouldBe($"""<p title="{html}">""");
        new HtmlWriter().Text(text).ToString().ShouldBe(html);
    }

    [Fact]
    public void HalvesOfCharacters_AreReplaced() => new HtmlWriter().Text("a\ud83db\udc00").Add($"{"\ud83d"}").ToString().ShouldBe("a\ufffdb\ufffd\ufffd");

    [Fact]
    public void Numbers_InHoles_AreInvariant() => new HtmlWriter().Add($"{-12} {1234567L} {1.5}").ToString().ShouldBe("-12 1234567 1.5");

    [Fact]
    public void Markup_OfAnotherWriter_IsNotEscapedAgain() => new HtmlWriter().Add($"<p>{new HtmlWriter().Add($"<b>{"&"}</b>")}</p>").ToString().ShouldBe("<p><b>&amp;</b></p>");

    [Fact]
    public void AddIf_WhereTheConditionFails_EvaluatesNoHole() =>
        new HtmlWriter().AddIf(false, $"{Fail()}").AddIf(true, $"<hr>").ToString().ShouldBe("<hr>");

    private static string Fail() => throw new InvalidOperationException("It was evaluated.");
}
