using PluginFramework.Chat.People;

namespace PluginFramework.Chat.Tests;

public sealed class DepartureTests : IDisposable
{
    private readonly ChatFixture _chat = new();

    public void Dispose() => _chat.Dispose();

    [Fact]
    public async Task Departures_OfANickname_AreTheLastFirst()
    {
        var ann = await _chat.SignOnAsync("ann", "guest");
        await ann.RenameAsync("GUEST", TestContext.Current.CancellationToken);
        (await OfAsync("guest")).ShouldBeEmpty("the nickname is the same in another case");
        await ann.RenameAsync("ann", TestContext.Current.CancellationToken);
        _chat.Context.Clock.Advance(TimeSpan.FromMinutes(1));
        var bob = await _chat.SignOnAsync("bob", "Guest");
        (await OfAsync("guest")).ShouldBe(["GUEST ann"], "bob is still here");
        await bob.DisposeAsync();
        (await OfAsync("guest")).ShouldBe(["Guest bob", "GUEST ann"]);
        var departures = await _chat.Network.ListDeparturesAsync("guest", TestContext.Current.CancellationToken);
        (departures[0].At - departures[1].At).ShouldBe(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void Departures_BeyondTheCapacity_ForgetTheFirst()
    {
        var departures = new Departures();
        for (var i = 0; i <= Departures.Capacity; i++) departures.Add(new ChatPerson("ann", $"{i}"), DateTimeOffset.UnixEpoch);
        var kept = departures.Of("ann");
        kept.Length.ShouldBe(Departures.Capacity);
        kept[^1].Person.Account.ShouldBe("1");
    }

    [Fact]
    public async Task Nickname_BeginningWithADigit_IsForTheAccountOfThatNameAlone()
    {
        _chat.Users.Add("7of9");
        await ChatFixture.RefusedAsync(ChatError.NicknameInvalid, async () => await _chat.SignOnAsync("ann", "9ann"));
        var seven = await _chat.SignOnAsync("7of9");
        seven.Self.Nickname.ShouldBe("7of9");
        await ChatFixture.RefusedAsync(ChatError.NicknameInvalid, () => seven.RenameAsync("8of9", TestContext.Current.CancellationToken));
    }

    private async Task<IEnumerable<string>> OfAsync(string nickname) =>
        (await _chat.Network.ListDeparturesAsync(nickname, TestContext.Current.CancellationToken)).Select(departure => $"{departure.Person.Nickname} {departure.Person.Account}");
}
