namespace PluginFramework.Chat.Tests;

public sealed class ChatNamesTests
{
    [Theory]
    [InlineData("ann", true)]
    [InlineData("Ann_[x]", true)]
    [InlineData("7of9", false)]
    [InlineData("9ANN", true)]
    [InlineData("john.doe", true)]
    [InlineData("", false)]
    [InlineData("-ann", false)]
    [InlineData(".ann", false)]
    [InlineData("an n", false)]
    [InlineData("an,n", false)]
    [InlineData("#ann", false)]
    [InlineData("ann!x", false)]
    [InlineData("änn", false)]
    [InlineData("ann\0", false)]
    public void IsNickname_OfText_TellsItsForm(string text, bool expected) => ChatNames.IsNickname(text, account: "9ann").ShouldBe(expected);

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void IsNickname_OfLength_HasALimit(int length, bool expected) => ChatNames.IsNickname(new string('a', length), account: "ann").ShouldBe(expected);

    [Theory]
    [InlineData("lounge", true)]
    [InlineData("#lounge", true)]
    [InlineData("café", true)]
    [InlineData("😀", true)]
    [InlineData("", false)]
    [InlineData("a b", false)]
    [InlineData("a,b", false)]
    [InlineData("a\u0007b", false)]
    [InlineData("a\r", false)]
    public void IsRoom_OfText_TellsItsForm(string text, bool expected) => ChatNames.IsRoom(text).ShouldBe(expected);

    [Fact]
    public void IsRoom_OfHalfACharacter_IsFalse()
    {
        // Not a theory's argument: an attribute cannot hold it.
        ChatNames.IsRoom("a" + '\ud83d').ShouldBeFalse();
        ChatNames.IsRoom('\ude00' + "a").ShouldBeFalse();
    }

    [Theory]
    [InlineData("LOUNGE", "lounge", true)]
    [InlineData("Ä", "ä", false)]
    [InlineData("[]", "{}", false)]
    [InlineData("a", "ab", false)]
    public void Comparer_OfTwoNames_FoldsAsciiLettersOnly(string left, string right, bool expected)
    {
        ChatNameComparer.Instance.Equals(left, right).ShouldBe(expected);
        if (expected) ChatNameComparer.Instance.GetHashCode(left).ShouldBe(ChatNameComparer.Instance.GetHashCode(right));
    }

    [Theory]
    [InlineData("ann", "ann!*@*")]
    [InlineData("ann!a", "ann!a@*")]
    [InlineData("a@irc", "*!a@irc")]
    [InlineData("*!*@irc", "*!*@irc")]
    public void Normalize_OfAMask_CompletesIt(string mask, string expected) => ChatMask.Normalize(mask).ShouldBe(expected);

    [Theory]
    [InlineData("*!*@*", true)]
    [InlineData("ANN!*@*", true)]
    [InlineData("a?n!*@irc", true)]
    [InlineData("*nn!ann.s@*", true)]
    [InlineData("a*n*!*@irc*", true)]
    [InlineData("bob!*@*", false)]
    [InlineData("ann!*@oscar", false)]
    [InlineData("ann?!*@*", false)]
    [InlineData("", false)]
    public void Matches_OfAMask_IsAGlob(string mask, bool expected) =>
        ChatMask.Matches(mask, new ChatPerson("Ann", "ann.s") { Protocol = "irc" }).ShouldBe(expected);
}
