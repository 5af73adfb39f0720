using PluginFramework.Prompt;
using PluginFramework.Scripting.Values;

namespace PluginFramework.Scripting.Tests;

public sealed class ValueTests
{
    private static PromptValue Read(object? value) => new ValueReader(TimeProvider.System).Read(value);

    [Fact]
    public void Read_OfASequence_TakesTheFirstHundred()
    {
        var sequence = Read(Enumerable.Range(0, 101)).ShouldBeOfType<PromptValue.Sequence>();
        (sequence.Items.Length, sequence.HasMore).ShouldBe((100, true));
        Read(Enumerable.Range(0, 100)).ShouldBeOfType<PromptValue.Sequence>().HasMore.ShouldBeFalse();
    }

    [Fact]
    public void Read_OfAnEndlessSequence_Ends()
    {
        static IEnumerable<int> Endless()
        {
            while (true) yield return 1;
        }

        Read(Endless()).ShouldBeOfType<PromptValue.Sequence>().HasMore.ShouldBeTrue();
    }

    [Fact]
    public void Read_OfWhatContainsItself_ElidesTheRepetition()
    {
        var self = new Node();
        self.Next = self;
        Member(Read(self), "Next").ShouldBeOfType<PromptValue.Elided>().Text.ShouldBe("(contains itself)");
        var list = new List<object>();
        list.Add(list);
        Read(list).ShouldBeOfType<PromptValue.Sequence>().Items[0].ShouldBeOfType<PromptValue.Elided>();
    }

    [Fact]
    public void Read_OfADeepTree_EndsAtTheBound()
    {
        var root = new Node();
        for (var (node, i) = (root, 0); i < 100_000; i++, node = node.Next) node.Next = new Node();
        var value = Read(root);
        for (var i = 0; i < 4; i++) value = Member(value, "Next");
        value.ShouldBeOfType<PromptValue.Elided>();
    }

    [Fact]
    public void Read_OfAWideTree_IsBounded()
    {
        var wide = Enumerable.Range(0, 100).Select(_ => Enumerable.Range(0, 100).Select(_ => Enumerable.Range(0, 100).ToArray()).ToArray()).ToArray();
        Count(Read(wide)).ShouldBeLessThan(2300);
    }

    [Fact]
    public void Read_OfThrowingMembers_ShowsWhatTheyThrew()
    {
        var node = Read(new Thrower()).ShouldBeOfType<PromptValue.Node>();
        node.Text.ShouldBe("threw NotSupportedException: no text");
        Member(node, "Bad").ShouldBeOfType<PromptValue.Elided>().Text.ShouldBe("threw InvalidOperationException: no value");
        Member(node, "Worse").ShouldBeOfType<PromptValue.Elided>().Text.ShouldBe("threw Nasty: (its message threw NotSupportedException)");
        Member(node, "Good").ShouldBeOfType<PromptValue.Scalar>().Text.ShouldBe("1");
    }

    [Fact]
    public void Read_OfAThrowingEnumerator_KeepsWhatCameBefore()
    {
        static IEnumerable<int> Broken()
        {
            yield return 1;
            throw new InvalidOperationException("broken");
        }

        var items = Read(Broken()).ShouldBeOfType<PromptValue.Sequence>().Items;
        items[0].ShouldBeOfType<PromptValue.Scalar>().Text.ShouldBe("1");
        items[1].ShouldBeOfType<PromptValue.Elided>().Text.ShouldContain("broken");
    }

    [Fact]
    public void Read_OfASlowValue_StopsLooking()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromMilliseconds(50) };
        var items = new ValueReader(time).Read(Enumerable.Range(0, 90)).ShouldBeOfType<PromptValue.Sequence>();
        items.HasMore.ShouldBeTrue();
        items.Items.Length.ShouldBeLessThan(50);
    }

    [Fact]
    public void Read_OfALongText_CutsIt() => Read(new string('x', 1_000_000)).ShouldBeOfType<PromptValue.Scalar>().Text.Length.ShouldBeLessThan(4200);

    [Fact]
    public void Read_OfACyclicRecord_DoesNotAskForItsText()
    {
        var cyclic = new Cyclic();
        cyclic.Self = cyclic;
        Read(cyclic).ShouldBeOfType<PromptValue.Node>().Text.ShouldBe("");
    }

    [Theory]
    [InlineData(typeof(Dictionary<string, int[]>), "Dictionary<string, int[]>")]
    [InlineData(typeof((int, string)), "(int, string)")]
    [InlineData(typeof(int[,]), "int[,]")]
    [InlineData(typeof(DateTime?), "DateTime?")]
    [InlineData(typeof(void), "void")]
    public void TypeNames_AreWrittenAsInCSharp(Type type, string name) => TypeNames.Of(type).ShouldBe(name);

    [Fact]
    public void Read_OfAnAnonymousObject_HasItsMembers()
    {
        var node = Read(new { A = 1, B = "x" }).ShouldBeOfType<PromptValue.Node>();
        node.Type.ShouldBe("anonymous");
        node.Members.Select(member => member.Name).ShouldBe(["A", "B"]);
    }

    private static PromptValue Member(PromptValue value, string name) =>
        value.ShouldBeOfType<PromptValue.Node>().Members.Single(member => member.Name == name).Value;

    private static int Count(PromptValue value) => 1 + value switch
    {
        PromptValue.Sequence sequence => sequence.Items.Sum(Count),
        PromptValue.Node node => node.Members.Sum(member => Count(member.Value)),
        _ => 0,
    };

    private sealed class Node
    {
        public Node Next { get; set; } = null!;
    }

    private sealed record Cyclic
    {
        public Cyclic? Self { get; set; }
    }

    private sealed class Thrower
    {
        public int Good => 1;

        public int Bad => throw new InvalidOperationException("no value");

        public int Worse => throw new Nasty();

        public override string ToString() => throw new NotSupportedException("no text");
    }

    private sealed class Nasty : Exception
    {
        public override string Message => throw new NotSupportedException();
    }
}
