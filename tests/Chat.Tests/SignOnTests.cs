using static PluginFramework.Chat.Tests.ChatFixture;

namespace PluginFramework.Chat.Tests;

public sealed class SignOnTests : IDisposable
{
    private readonly ChatFixture _chat = new();

    public void Dispose() => _chat.Dispose();

    [Fact]
    public async Task SignOn_WithTakenNicknameInOtherCase_IsRefused()
    {
        await _chat.SignOnAsync("ann");
        await RefusedAsync(ChatError.NicknameInUse, async () => await _chat.SignOnAsync("ann", "ANN"));
    }

    [Fact]
    public async Task SignOn_WithNameOfAnotherAccount_IsRefused() =>
        await RefusedAsync(ChatError.NicknameReserved, async () => await _chat.SignOnAsync("ann", "Bob"));

    [Fact]
    public async Task SignOn_WithInvalidNickname_IsRefused() =>
        await RefusedAsync(ChatError.NicknameInvalid, async () => await _chat.SignOnAsync("ann", "a b"));

    [Fact]
    public async Task SignOn_OfOneAccountTwice_GivesTwoPeople()
    {
        var first = await _chat.SignOnAsync("ann");
        var second = await _chat.SignOnAsync("ann", "ann_phone");
        second.Self.Account.ShouldBe("ann");
        (await _chat.Network.ListPeopleAsync(TestContext.Current.CancellationToken)).Select(person => person.Nickname).ShouldBe(["ann", "ann_phone"]);

        await first.SignOffAsync(cancellationToken: TestContext.Current.CancellationToken);
        (await _chat.Network.ListPeopleAsync(TestContext.Current.CancellationToken)).Select(person => person.Nickname).ShouldBe(["ann_phone"]);
    }

    [Fact]
    public async Task SignOn_WhenUsersCannotBeAsked_RefusesForeignNicknamesOnly()
    {
        _chat.Users.Failure = new IOException("down");
        await RefusedAsync(ChatError.NicknameReserved, async () => await _chat.SignOnAsync("ann", "annie"));
        (await _chat.SignOnAsync("ann")).Self.Nickname.ShouldBe("ann");
    }

    [Fact]
    public async Task SignOn_WithTheSameNicknameAgain_AsksTheDatabaseOnceInHalfAMinute()
    {
        var session = await _chat.SignOnAsync("ann", "annie");
        await session.DisposeAsync();
        session = await _chat.SignOnAsync("ann", "annie");
        await session.DisposeAsync();
        _chat.Users.Lookups.ShouldBe(1);

        _chat.Users.Add("annie");
        _chat.Context.Clock.Advance(TimeSpan.FromSeconds(31));
        await RefusedAsync(ChatError.NicknameReserved, async () => await _chat.SignOnAsync("ann", "annie"));
    }

    [Fact]
    public async Task Rename_ToAnotherAccount_IsRefusedAndKeepsTheNickname()
    {
        var ann = await _chat.SignOnAsync("ann");
        await RefusedAsync(ChatError.NicknameReserved, () => ann.RenameAsync("eve"));
        ann.Self.Nickname.ShouldBe("ann");
    }

    [Fact]
    public async Task Rename_OfSomebodyInRooms_IsSeenOnceByNeighboursAndSelf()
    {
        var token = TestContext.Current.CancellationToken;
        var ann = await _chat.SignOnAsync("ann");
        var bob = await _chat.SignOnAsync("bob");
        var eve = await _chat.SignOnAsync("eve");
        foreach (var room in new[] { "one", "two" })
        {
            await ann.JoinAsync(room, cancellationToken: token);
            await bob.JoinAsync(room, cancellationToken: token);
        }

        Drain(ann);
        Drain(bob);
        await ann.RenameAsync("ANNE", token);
        foreach (var session in new[] { ann, bob })
        {
            var renamed = Drain(session).ShouldHaveSingleItem().ShouldBeOfType<ChatEvent.Renamed>();
            renamed.Source.Nickname.ShouldBe("ann");
            renamed.Nickname.ShouldBe("ANNE");
        }

        Drain(eve).ShouldBeEmpty();
        (await eve.FindPersonAsync("anne", token)).ShouldNotBeNull();
        (await eve.FindPersonAsync("ann", token)).ShouldBeNull();
    }

    [Fact]
    public async Task SignOff_OfSomebodyInSharedRooms_IsSeenOnceAndCompletesTheReader()
    {
        var token = TestContext.Current.CancellationToken;
        var ann = await _chat.SignOnAsync("ann");
        var bob = await _chat.SignOnAsync("bob");
        foreach (var room in new[] { "one", "two" })
        {
            await ann.JoinAsync(room, cancellationToken: token);
            await bob.JoinAsync(room, cancellationToken: token);
        }

        Drain(bob);
        await ann.SignOffAsync("bye", token);
        Drain(bob).ShouldHaveSingleItem().ShouldBeOfType<ChatEvent.SignedOff>().Reason.ShouldBe("bye");
        Drain(ann);
        (await ann.Events.WaitToReadAsync(token)).ShouldBeFalse();
        await Should.ThrowAsync<ObjectDisposedException>(async () => await ann.JoinAsync("one", cancellationToken: token));
    }

    [Fact]
    public async Task Away_IsToldToNeighboursAndToWhoeverWrites()
    {
        var token = TestContext.Current.CancellationToken;
        var ann = await _chat.SignOnAsync("ann");
        var bob = await _chat.SignOnAsync("bob");
        await ann.JoinAsync("one", cancellationToken: token);
        await bob.JoinAsync("one", cancellationToken: token);
        Drain(bob);

        await ann.SetAwayAsync("lunch", token);
        Drain(bob).ShouldHaveSingleItem().ShouldBeOfType<ChatEvent.AwayChanged>().Message.ShouldBe("lunch");
        (await bob.SendToPersonAsync("ann", ChatMessageKind.Message, "hi", token)).ShouldBe(new ChatDelivery(false, "lunch"));
        await ann.SetAwayAsync(null, token);
        (await bob.SendToPersonAsync("ann", ChatMessageKind.Message, "hi", token)).Away.ShouldBeNull();
    }

    [Fact]
    public async Task Dispose_OfTheNetwork_CompletesEveryReader()
    {
        var ann = await _chat.SignOnAsync("ann");
        _chat.Network.Dispose();
        (await ann.Events.WaitToReadAsync(TestContext.Current.CancellationToken)).ShouldBeFalse();
    }

    [Fact]
    public void Validate_OfOptionsOutOfRange_NamesEachProperty()
    {
        new ChatOptions().Validate().ShouldBeEmpty();
        var options = new ChatOptions { MaxRoomsPerClient = 0, MaxTextLength = 1, MaxTopicLength = 1, MaxBansPerRoom = 0, MaxOfflineMessages = 501 };
        options.Validate().Select(problem => problem.Split(' ')[0])
            .ShouldBe(["MaxRoomsPerClient", "MaxTextLength", "MaxTopicLength", "MaxBansPerRoom", "MaxOfflineMessages"]);
    }
}
