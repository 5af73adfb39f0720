using PluginFramework.Shell.Consoles;

namespace PluginFramework.Shell.Tests;

/// <summary>What is called where arguments are being written.</summary>
public sealed class CalledMethodTests
{
    [Theory]
    [InlineData("a.B(", "a.B")]
    [InlineData("a.B(1, ", "a.B")]
    [InlineData("var x = a.B(", "a.B")]
    [InlineData("a.B(c[1], (2, 3), new { d = 4 },", "a.B")]
    [InlineData("a.B(x => x.C(1), y.D(", "y.D")]
    [InlineData("a.Where(x => x > 1).Select(", "a.Where(x => x > 1).Select")]
    [InlineData("Enumerable.Empty<List<int>>(", "Enumerable.Empty<List<int>>")]
    [InlineData("a?.b[0]!.C(", "a?.b[0]!.C")]
    [InlineData("await F(", "F")]
    [InlineData("new List<int>(", null)]
    [InlineData("(", null)]
    [InlineData("(1, ", null)]
    [InlineData("a.B(1)", null)]
    [InlineData("a.B(); (", null)]
    [InlineData("a.B(() => { c;", null)]
    [InlineData("int[] x = [1,", null)]
    [InlineData("x >(", null)]
    [InlineData("", null)]
    public void In_FindsWhatTheOpenBracketBelongsTo(string text, string? called) => CalledMethod.In(text).ShouldBe(called);
}
