using System.Collections.Immutable;
using System.Text;
using PluginFramework.Prompt;
using PluginFramework.Shell.Editing;
using PluginFramework.Shell.Terminal;
using PluginFramework.Shell.Tests.Support;

namespace PluginFramework.Shell.Tests;

/// <summary>What each key does, by what is then to be seen; <c>|</c> is the cursor.</summary>
public sealed class EditorTests
{
    private const string Left = "\e[D";
    private const string Up = "\e[A";
    private const string Down = "\e[B";

    [Theory]
    [InlineData("abc", "$ abc|")]
    [InlineData("abc\u0001", "$ |abc")]
    [InlineData("abc\u0001\u0005d", "$ abcd|")]
    [InlineData("abc\e[H\e[C\e[Fx", "$ abcx|")]
    [InlineData("abc\u0002\u0002x\u0006y", "$ axby|c")]
    [InlineData("ab" + Left + "x", "$ ax|b")]
    [InlineData("one two\eb", "$ one |two")]
    [InlineData("one two\eb\eb\ef", "$ one| two")]
    [InlineData("one two\e[1;5D\e[1;5D\e[1;5C", "$ one| two")]
    [InlineData("abc\u007F", "$ ab|")]
    [InlineData("abc" + Left + "\e[3~", "$ ab|")]
    [InlineData("abc\u0001\u0004", "$ |bc")]
    [InlineData("e\u0301\u007F", "$ |")]
    [InlineData("a👩\u200D👧b" + Left + "\u007F", "$ a|b")]
    [InlineData("日本" + Left + "x", "$ 日x|本")]
    [InlineData("one two\u000B\u0001\u000B", "$ |")]
    [InlineData("one two\u0015x\u0019", "$ xone two|")]
    [InlineData("one two\u0017\u0019\u0019", "$ one twotwo|")]
    [InlineData("one two\u0017\u0017\u0019", "$ one two|")]
    [InlineData("one-two\e\u007F", "$ one-|")]
    [InlineData("one two\u0001\ed", "$ | two")]
    [InlineData("a\u0015b\u0015\u0019", "$ b|")]
    [InlineData("a\u0015b\u0015\u0019\ey", "$ a|")]
    [InlineData("a\u0015b\u0015\u0019\ey\ey", "$ b|")]
    [InlineData("abc\u0014", "$ acb|")]
    [InlineData("abc" + Left + "\u0014", "$ acb|")]
    [InlineData("one two\et", "$ two one|")]
    [InlineData("one two\u0001\eu", "$ ONE| two")]
    [InlineData("ONE two\u0001\el", "$ one| two")]
    [InlineData("one two\u0001\ec\ec", "$ One Two|")]
    [InlineData("one two\u001F", "$ one |")]
    [InlineData("one\u0015\u001F", "$ one|")]
    [InlineData("one" + "\e[200~ a\nb\e[201~", "$ one a\n. b|")]
    [InlineData("\e[200~a\nb\n\e[201~", "$ a\n. b|")]
    [InlineData("c" + Left + "\e[200~a\n\e[201~", "$ a\n. |c")]
    [InlineData("a\e\rb", "$ a\n. b|")]
    [InlineData("a\e\rb" + Up + "x", "$ ax|\n. b")]
    [InlineData("a\e\rbcd" + Up + Down + "x", "$ a\n. bx|cd")]
    [InlineData("(a\rb", "$ (a\n.     b|")]
    [InlineData("{\r}", "$ {\n. }|")]
    [InlineData(Up, "$ beta two|")]
    [InlineData(Up + Up + Up, "$ alpha one|")]
    [InlineData("al" + Up, "$ alpha three|")]
    [InlineData("al" + Up + Up, "$ alpha one|")]
    [InlineData("al" + Up + Up + Down, "$ alpha three|")]
    [InlineData("al" + Up + Down, "$ al|")]
    [InlineData("x\u0010", "$ x|")]
    [InlineData("\u0012one", "(search) 'one': alpha one|")]
    [InlineData("\u0012al\u0012", "(search) 'al': alpha one|")]
    [InlineData("\u0012al\u0005!", "$ alpha three!|")]
    [InlineData("x\u0012al\a", "$ x|")]
    [InlineData("x\u0012zz", "(no match) 'zz': |")]
    [InlineData("\u0012all\u007F", "(search) 'al': alpha three|")]
    public void Keys_DoWhatTheySay(string keys, string expected) => Shown(keys).ShouldBe(expected);

    [Fact]
    public void LongLine_IsBrokenAtTheEdge_AndTheCursorGoesWithIt()
    {
        Shown(new string('a', 38)).ShouldBe("$ " + new string('a', 38) + "\n|");
        Shown(new string('a', 38) + "b" + Left).ShouldBe("$ " + new string('a', 38) + "\n|b");
        Shown(new string('a', 37) + "日").ShouldBe("$ " + new string('a', 37) + "\n日|");
    }

    [Fact]
    public void TextThatIsTooTallForTheScreen_ShowsWhereTheCursorIs()
    {
        var text = string.Join("\e\r", Enumerable.Range(1, 20));
        Shown(text).ShouldBe(string.Join('\n', Enumerable.Range(11, 10).Select(number => $". {number}")) + "|");
        Shown(text + "\e<").ShouldStartWith("$ |1\n. 2\n");
    }

    [Fact]
    public void Popup_ShowsWhatFits_WithOverloadsAndDocumentation_AndEnterTakesTheChosen()
    {
        Shown("Us\t", columns: 60).ShouldBe("$ User|\n  UserCount  int UserCount\n  Users      Users.Add (+2 more)\n  Counts the users.");
        Shown("Us\t\t\t", columns: 60).ShouldBe("$ User|\n  UserCount  int UserCount\n> Users      Users.Add (+2 more)\n  All users there are.");
        Shown("Us\t\t\t\r", columns: 60).ShouldBe("$ Users|");
        Shown("Us\t\e[Z\r", columns: 60).ShouldBe("$ Users|");
        Shown("Us\t\t\e", columns: 60, flush: true).ShouldBe("$ User|");
        Shown("UserC\t").ShouldBe("$ UserCount|");
        Shown("zz\t").ShouldBe("$ zz|");
    }

    [Fact]
    public void Note_StaysWhileArgumentsAreTyped_AndGoesWithTheBracket()
    {
        const string Note = "\n  int Max(int a, int b)\n  The larger.";
        Shown("Max(").ShouldBe("$ Max(|" + Note);
        Shown("Max(1, x\u007F" + Left).ShouldBe("$ Max(1,|" + Note);
        Shown("Max(1\e", flush: true).ShouldBe("$ Max(1|");
        Shown("Max(1, 2)").ShouldBe("$ Max(1, 2)|");
        Shown("Max(1\u0001").ShouldBe("$ |Max(1");
        Shown("Max(\t").ShouldBe("$ Max(|", "there is nothing to propose");
    }

    [Fact]
    public void PageKeys_GoThroughLongLists()
    {
        Shown("n\t\e[6~").ShouldContain("> number07");
        Shown("n\t\e[6~\e[6~\e[6~").ShouldContain("> number19");
        Shown("n\t\e[6~\e[6~\e[5~\r").ShouldBe("$ number07|");
    }

    [Fact]
    public void ControlCharacters_AreNeverShown()
    {
        Shown("\e[200~a\e[31m\u0007\u009B2J\u202Eb\e[201~").ShouldBe("$ a [31m  2J b|");
    }

    [Fact]
    public void Redrawing_WritesOnlyWhatChanged()
    {
        var screen = new VtScreen(60);
        var writer = new FrameWriter(new(true, true));
        var text = new string('a', 150);
        writer.Show(EditorLayout.Of(new("$ ", text, text.Length), new(60, 10)));
        screen.Write(writer.Take());
        var before = screen.Written;
        writer.Show(EditorLayout.Of(new("$ ", text + "b", text.Length + 1), new(60, 10)));
        screen.Write(writer.Take());
        (screen.Written - before).ShouldBeLessThan(6);
        screen.Text.ShouldEndWith("ab");
        writer.Show(EditorLayout.Of(new("$ ", "x" + text[1..] + "b", 0), new(60, 10)));
        var change = writer.Take();
        change.Length.ShouldBeLessThan(20);
        screen.Write(change);
        screen.Text.ShouldStartWith("$ xa");
    }

    [Fact]
    public void EveryFrame_LooksTheSame_WhateverWasShownBefore()
    {
        var random = new Random(3);
        var pieces = new[] { "a", "日", "\n", "e\u0301", "word ", "😀", "👩\u200D👧", "xyz" };
        var writer = new FrameWriter(new(true, true));
        var screen = new VtScreen(11, 12);
        for (var round = 0; round < 2000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(14)).Select(_ => pieces[random.Next(pieces.Length)]));
            var frame = EditorLayout.Of(new("> ", text, random.Next(2) == 0 ? 0 : text.Length), new(11, 12));
            writer.Show(frame);
            screen.Write(writer.Take());
            var fresh = new VtScreen(11, 12);
            var other = new FrameWriter(new(true, true));
            other.Show(frame);
            fresh.Write(other.Take());
            screen.Text.ShouldBe(fresh.Text, text);
            screen.Cursor.ShouldBe(fresh.Cursor, text);
        }
    }

    [Fact]
    public void Buffer_HoldsNoMoreThanAnEntryMay()
    {
        var buffer = new LineBuffer();
        buffer.Insert(new string('x', LineBuffer.MaxLength)).ShouldBeTrue();
        buffer.Insert("y").ShouldBeFalse();
        buffer.Text.Length.ShouldBe(LineBuffer.MaxLength);
    }

    private static string Shown(string keys, int columns = 40, bool flush = false)
    {
        var aid = new Aid();
        var editor = new LineEditor(aid, new History(["alpha one", "alpha three", "beta two"]), new KillRing());
        var screen = new VtScreen(columns);
        var writer = new FrameWriter(new(true, false));
        var decoder = new KeyDecoder();
        decoder.Feed(Encoding.UTF8.GetBytes(keys), Press);
        if (flush) decoder.Flush(Press);
        var lines = screen.Lines;
        var (row, column) = screen.Cursor;
        var index = 0;
        for (var cells = 0; cells < column && index < lines[row].Length;)
        {
            var length = System.Globalization.StringInfo.GetNextTextElementLength(lines[row].AsSpan(index));
            cells += CellWidth.OfElement(lines[row].AsSpan(index, length));
            index += length;
        }

        lines[row] = lines[row].PadRight(column).Insert(Math.Max(index, Math.Min(column, index + (lines[row].Length == index ? column - CellWidth.Of(lines[row]) : 0))), "|");
        return string.Join('\n', lines).TrimEnd();

        void Press(Key key)
        {
            if (editor.Press(key) is var outcome && outcome is EditorOutcome.Propose or EditorOutcome.Suggest)
                editor.Offer(aid.ProposeAsync(editor.Buffer.Text, editor.Buffer.Cursor, outcome == EditorOutcome.Propose, default).Result, isAsked: outcome == EditorOutcome.Propose);
            var buffer = editor.Buffer;
            writer.Show(EditorLayout.Of(new("$ ", buffer.Text, buffer.Cursor) { Continuation = ". ", Popup = editor.Popup, Search = editor.Search }, new(columns, 10)));
            screen.Write(writer.Take());
        }
    }

    private sealed class Aid : IEditorAid
    {
        private static readonly Proposal[] All =
        [
            new("UserCount", "int UserCount") { Documentation = "Counts the users." },
            new("Users", "Users.Add") { Overloads = 3, Documentation = "All users\nthere are." },
        ];

        private static readonly Proposals Note = new(0, 0, []) { Notes = ["int Max(int a, int b)", "The larger."] };

        private static readonly Proposal[] Numbers = [.. Enumerable.Range(0, 20).Select(number => new Proposal($"number{number:00}"))];

        public bool SuggestsAfter(string text, int position) => text[position - 1] is '(' or ',' && text.StartsWith("Max", StringComparison.Ordinal);

        public bool IsComplete(string text) => text.Count(c => c is '(' or '{') == text.Count(c => c is ')' or '}');

        public int Indent(string text) => IsComplete(text) ? 0 : 4;

        public Task<Proposals> ProposeAsync(string text, int position, bool isAsked, CancellationToken cancellationToken) =>
            Task.FromResult(!isAsked ? Note : new Proposals(0, position, [.. (text is "n" ? Numbers : All).Where(item => item.Text.StartsWith(text[..position], StringComparison.Ordinal))]));

        public Task<ImmutableArray<PromptSpan>> ClassifyAsync(string text, CancellationToken cancellationToken) => Task.FromResult(ImmutableArray<PromptSpan>.Empty);
    }
}
