namespace PluginFramework.Core.Configuration.Tests;

public sealed class LineDiffTests
{
    [Theory]
    [InlineData("a\nb\n", "a\nb\n", "")]
    [InlineData("a\nb\nc\n", "a\nx\nc\n", "@@ -1,3 +1,3 @@\n a\n-b\n+x\n c\n")]
    [InlineData("", "a\n", "@@ -0,0 +1,1 @@\n+a\n")]
    [InlineData("a\n", "", "@@ -1,1 +0,0 @@\n-a\n")]
    [InlineData("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n", "@@ -7,3 +7,4 @@\n 7\n 8\n 9\n+10\n")]
    public void Of_TwoTexts_IsWhatDiffWrites(string before, string after, string diff) => LineDiff.Of(before, after).ShouldBe(diff);

    [Fact]
    public void Of_ChangesFarApart_MakesAPieceOfEach()
    {
        var before = string.Concat(Enumerable.Range(1, 30).Select(number => $"{number}\n"));

        var diff = LineDiff.Of(before, before.Replace("2\n3\n", "2\n", StringComparison.Ordinal).Replace("28\n", "x\n", StringComparison.Ordinal));

        diff.Split('\n').Count(line => line.StartsWith("@@", StringComparison.Ordinal)).ShouldBe(2, diff);
        diff.ShouldContain("@@ -25,6 +24,6 @@");
    }
}
