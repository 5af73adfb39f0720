using System.Collections.Immutable;
using PluginFramework.Shell.Terminal;
using PluginFramework.Shell.Text;
using PluginFramework.Shell.Tests.Support;

namespace PluginFramework.Shell.Tests;

public sealed class TextTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("abc", 3)]
    [InlineData("日本", 4)]
    [InlineData("e\u0301", 1)]
    [InlineData("👩\u200D👩\u200D👧\u200D👦", 2)]
    [InlineData("🇩🇪", 2)]
    [InlineData("❤\uFE0F", 2)]
    [InlineData("\u1112\u1161\u11AB", 2)]
    [InlineData("\u200B", 0)]
    [InlineData("ｱＡ", 3)]
    public void Width_IsWhatATerminalTakes(string text, int cells) => CellWidth.Of(text).ShouldBe(cells);

    [Theory]
    [InlineData("a  b\tc", "a,b,c")]
    [InlineData("'a b' \"c d\"", "a b,c d")]
    [InlineData("a\\ b", "a b")]
    [InlineData("a'b'\"c\"", "abc")]
    [InlineData("''", "")]
    [InlineData("\"a\\\"b\\\\c\\d\"", "a\"b\\c\\d")]
    [InlineData("'a\\b'", "a\\b")]
    [InlineData("a # b", "a")]
    [InlineData("a#b", "a#b")]
    [InlineData("a \\\nb", "a,b")]
    [InlineData("$HOME *", "$HOME,*")]
    public void Line_IsSplitAsAShellDoes(string line, string expected) => string.Join(',', Words.Split(line).Select(word => word.Text)).ShouldBe(expected);

    [Theory]
    [InlineData("a 'b", "closing ' for the one in column 3")]
    [InlineData("a \"b\\\"", "closing \" for the one in column 3")]
    [InlineData("a\\", "ends with a backslash")]
    [InlineData("a | b", "'|' in column 3")]
    [InlineData("a;b", "';' in column 2")]
    [InlineData("a > b", "'>' in column 3")]
    public void Line_ThatCannotBeUnderstood_IsRefusedWithThePlace(string line, string expected)
    {
        var refused = Should.Throw<CommandException>(() => Words.Split(line));
        refused.Message.ShouldContain(expected);
        refused.ExitCode.ShouldBe(64);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("with space")]
    [InlineData("it's \"both\" \\ $x;|")]
    [InlineData("")]
    [InlineData("#")]
    public void Quoted_ReadsBackAsTheSame(string word) => Words.Split(Words.Quote(word)).ShouldHaveSingleItem().Text.ShouldBe(word);

    [Fact]
    public void Wrapping_KeepsWithinTheWidth()
    {
        TextWrap.Lines("one two three\n日本語 four", 8).ShouldBe(["one two", "three", "日本語", "four"]);
        TextWrap.Lines("abcdefghij", 4).ShouldBe(["abcd", "efgh", "ij"]);
        TextWrap.Lines("", 4).ShouldBe([""]);
    }

    [Theory]
    [InlineData("xterm-256color", null, null, true, true)]
    [InlineData("vt100", null, null, true, false)]
    [InlineData("dumb", null, null, false, false)]
    [InlineData("", null, null, false, false)]
    [InlineData("xterm", "de_DE.UTF-8", null, true, true)]
    [InlineData("xterm", "de_DE.ISO-8859-1", null, false, false)]
    [InlineData("xterm", "C", null, false, false)]
    [InlineData("xterm", null, "1", true, false)]
    public void Terminal_CanWhatItsTypeAndLocaleSay(string type, string? locale, string? noColour, bool isRich, bool hasColours)
    {
        var environment = ImmutableDictionary<string, string>.Empty;
        if (locale is not null) environment = environment.Add("LANG", locale);
        if (noColour is not null) environment = environment.Add("NO_COLOR", noColour);
        var can = Capabilities.Of(new FakeTerminal(type), environment);
        (can.IsRich, can.HasColours).ShouldBe((isRich, hasColours));
    }

    [Fact]
    public void Locale_OfMoreWeight_Decides()
    {
        var environment = ImmutableDictionary<string, string>.Empty.Add("LANG", "de_DE.UTF-8").Add("LC_ALL", "de_DE@euro");
        Capabilities.Of(new FakeTerminal(), environment).IsUtf8.ShouldBeFalse();
    }
}
