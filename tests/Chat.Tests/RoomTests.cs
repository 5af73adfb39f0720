using static PluginFramework.Chat.Tests.ChatFixture;

namespace PluginFramework.Chat.Tests;

public sealed class RoomTests : IDisposable
{
    private readonly ChatFixture _chat = new(new ChatOptions { MaxRoomsPerClient = 3, MaxBansPerRoom = 2 });

    public void Dispose() => _chat.Dispose();

    [Fact]
    public async Task Join_OfANewRoom_MakesAnOperatorAndAnEvent()
    {
        var ann = await _chat.SignOnAsync("ann");
        var room = await ann.JoinAsync("Lounge", cancellationToken: TestContext.Current.CancellationToken);
        room.Members.ShouldHaveSingleItem().IsOperator.ShouldBeTrue();
        Drain(ann).ShouldHaveSingleItem().ShouldBeOfType<ChatEvent.Joined>().Room.ShouldBe("Lounge");
    }

    [Fact]
    public async Task Join_OfAKnownRoomInOtherCase_EntersItUnderItsName()
    {
        var (_, bob) = await TwoInRoomAsync();
        var room = (await bob.FindRoomAsync("LOUNGE", TestContext.Current.CancellationToken)).ShouldNotBeNull();
        room.Name.ShouldBe("lounge");
        room.Members.Select(member => (member.Person.Nickname, member.IsOperator)).ShouldBe([("ann", true), ("bob", false)]);
    }

    [Fact]
    public async Task Join_Again_ChangesNothing()
    {
        var (ann, bob) = await TwoInRoomAsync();
        await bob.JoinAsync("lounge", cancellationToken: TestContext.Current.CancellationToken);
        Drain(ann).ShouldBeEmpty();
    }

    [Fact]
    public async Task Join_OfTooManyRooms_IsRefused()
    {
        var ann = await _chat.SignOnAsync("ann");
        foreach (var room in new[] { "a", "b", "c" }) await ann.JoinAsync(room, cancellationToken: TestContext.Current.CancellationToken);
        await RefusedAsync(ChatError.TooManyRooms, async () => await ann.JoinAsync("d"));
        (await _chat.Network.ListRoomsAsync(TestContext.Current.CancellationToken)).Select(room => room.Name).ShouldBe(["a", "b", "c"]);
    }

    [Fact]
    public async Task Room_WhenItsLastMemberLeaves_IsGone()
    {
        var token = TestContext.Current.CancellationToken;
        var (ann, bob) = await TwoInRoomAsync();
        await ann.PartAsync("lounge", "off", token);
        Drain(bob).ShouldHaveSingleItem().ShouldBeOfType<ChatEvent.Parted>().Reason.ShouldBe("off");
        await bob.SignOffAsync(cancellationToken: token);
        (await _chat.Network.ListRoomsAsync(token)).ShouldBeEmpty();
        (await ann.JoinAsync("lounge", cancellationToken: token)).Members.ShouldHaveSingleItem().IsOperator.ShouldBeTrue();
    }

    [Fact]
    public async Task Send_ToARoom_ReachesTheOthersAndNotTheSender()
    {
        var (ann, bob) = await TwoInRoomAsync();
        await ann.SendToRoomAsync("lounge", ChatMessageKind.Message, "hi", TestContext.Current.CancellationToken);
        Drain(ann).ShouldBeEmpty();
        var said = Drain(bob).ShouldHaveSingleItem().ShouldBeOfType<ChatEvent.RoomMessage>();
        (said.Source.Nickname, said.Room, said.Text).ShouldBe(("ann", "lounge", "hi"));
    }

    [Fact]
    public async Task Send_FromOutside_IsRefusedUntilTheRoomAllowsIt()
    {
        var token = TestContext.Current.CancellationToken;
        var (ann, bob) = await TwoInRoomAsync();
        var eve = await _chat.SignOnAsync("eve");
        await RefusedAsync(ChatError.CannotSpeak, () => eve.SendToRoomAsync("lounge", ChatMessageKind.Message, "x"));
        await ann.SetModesAsync("lounge", [new(ChatMode.NoExternalMessages, false)], token);
        Drain(bob);
        await eve.SendToRoomAsync("lounge", ChatMessageKind.Message, "x", token);
        Drain(bob).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Send_InAModeratedRoom_NeedsVoice()
    {
        var token = TestContext.Current.CancellationToken;
        var (ann, bob) = await TwoInRoomAsync();
        await ann.SetModesAsync("lounge", [new(ChatMode.Moderated, true)], token);
        await RefusedAsync(ChatError.CannotSpeak, () => bob.SendToRoomAsync("lounge", ChatMessageKind.Message, "x"));
        await ann.SetModesAsync("lounge", [new(ChatMode.Voice, true, "BOB")], token);
        Drain(ann);
        await bob.SendToRoomAsync("lounge", ChatMessageKind.Message, "x", token);
        Drain(ann).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Ban_KeepsOutAndSilences()
    {
        var token = TestContext.Current.CancellationToken;
        var (ann, bob) = await TwoInRoomAsync();
        await ann.SetModesAsync("lounge", [new(ChatMode.Ban, true, "*!bob@*"), new(ChatMode.Ban, true, "eve")], token);
        Drain(ann).ShouldHaveSingleItem().ShouldBeOfType<ChatEvent.ModesChanged>().Changes.Select(change => change.Argument).ShouldBe(["*!bob@*", "eve!*@*"]);
        await RefusedAsync(ChatError.CannotSpeak, () => bob.SendToRoomAsync("lounge", ChatMessageKind.Message, "x"));
        var eve = await _chat.SignOnAsync("eve");
        await RefusedAsync(ChatError.Banned, async () => await eve.JoinAsync("lounge"));
        await RefusedAsync(ChatError.TooLong, () => ann.SetModesAsync("lounge", [new(ChatMode.Ban, true, "third")]));
        await ann.SetModesAsync("lounge", [new(ChatMode.Ban, false, "EVE")], token);
        await eve.JoinAsync("lounge", cancellationToken: token);
    }

    [Fact]
    public async Task Key_Limit_And_InviteOnly_GuardTheDoor()
    {
        var token = TestContext.Current.CancellationToken;
        var ann = await _chat.SignOnAsync("ann");
        var bob = await _chat.SignOnAsync("bob");
        await ann.JoinAsync("den", cancellationToken: token);
        await ann.SetModesAsync("den", [new(ChatMode.Key, true, "sesame")], token);
        await RefusedAsync(ChatError.WrongKey, async () => await bob.JoinAsync("den", "x"));
        (await bob.FindRoomAsync("den", token)).ShouldNotBeNull().Modes.Key.ShouldBe("*");

        await ann.SetModesAsync("den", [new(ChatMode.Limit, true, "1")], token);
        await RefusedAsync(ChatError.RoomFull, async () => await bob.JoinAsync("den", "sesame"));

        await ann.SetModesAsync("den", [new(ChatMode.Limit, false), new(ChatMode.Key, false), new(ChatMode.InviteOnly, true)], token);
        await RefusedAsync(ChatError.InviteOnly, async () => await bob.JoinAsync("den"));
        await ann.InviteAsync("den", "bob", token);
        Drain(bob).ShouldHaveSingleItem().ShouldBeOfType<ChatEvent.Invited>().Room.ShouldBe("den");
        await bob.JoinAsync("den", cancellationToken: token);
        await bob.PartAsync("den", cancellationToken: token);
        await RefusedAsync(ChatError.InviteOnly, async () => await bob.JoinAsync("den"));
    }

    [Fact]
    public async Task SetModes_WithOneBadChange_ChangesNothing()
    {
        var (ann, bob) = await TwoInRoomAsync();
        await RefusedAsync(ChatError.TargetNotInRoom, async () =>
        {
            await _chat.SignOnAsync("eve");
            await ann.SetModesAsync("lounge", [new(ChatMode.Moderated, true), new(ChatMode.Operator, true, "bob"), new(ChatMode.Voice, true, "eve")]);
        });
        var room = (await ann.FindRoomAsync("lounge", TestContext.Current.CancellationToken)).ShouldNotBeNull();
        room.Modes.Moderated.ShouldBeFalse();
        room.Members.Count(member => member.IsOperator).ShouldBe(1);
        Drain(bob).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(ChatMode.Limit, "0")]
    [InlineData(ChatMode.Limit, "-1")]
    [InlineData(ChatMode.Limit, null)]
    [InlineData(ChatMode.Key, "a b")]
    [InlineData(ChatMode.Key, null)]
    [InlineData(ChatMode.Ban, "a b")]
    public async Task SetModes_WithBadArgument_IsRefused(ChatMode mode, string? argument)
    {
        var (ann, _) = await TwoInRoomAsync();
        await RefusedAsync(ChatError.ModeArgumentInvalid, () => ann.SetModesAsync("lounge", [new(mode, true, argument)]));
    }

    [Fact]
    public async Task SetModes_ToWhatIsSo_IsNoEvent()
    {
        var (ann, bob) = await TwoInRoomAsync();
        await ann.SetModesAsync("lounge", [new(ChatMode.TopicProtected, true), new(ChatMode.Operator, true, "ann")], TestContext.Current.CancellationToken);
        Drain(bob).ShouldBeEmpty();
    }

    [Fact]
    public async Task Topic_IsForOperatorsWhileProtected()
    {
        var token = TestContext.Current.CancellationToken;
        var (ann, bob) = await TwoInRoomAsync();
        await RefusedAsync(ChatError.NotRoomOperator, () => bob.SetTopicAsync("lounge", "mine"));
        await ann.SetModesAsync("lounge", [new(ChatMode.TopicProtected, false)], token);
        await bob.SetTopicAsync("lounge", "mine", token);
        var room = (await ann.FindRoomAsync("lounge", token)).ShouldNotBeNull();
        (room.Topic, room.TopicSetBy).ShouldBe(("mine", "bob"));
        await RefusedAsync(ChatError.TooLong, () => bob.SetTopicAsync("lounge", new string('x', 391)));
    }

    [Fact]
    public async Task Kick_PutsOutAndIsForOperators()
    {
        var token = TestContext.Current.CancellationToken;
        var (ann, bob) = await TwoInRoomAsync();
        await RefusedAsync(ChatError.NotRoomOperator, () => bob.KickAsync("lounge", "ann"));
        await ann.KickAsync("lounge", "bob", "out", token);
        Drain(bob).ShouldHaveSingleItem().ShouldBeOfType<ChatEvent.Kicked>().Target.Nickname.ShouldBe("bob");
        await RefusedAsync(ChatError.NotInRoom, () => bob.PartAsync("lounge"));
        await RefusedAsync(ChatError.TargetNotInRoom, () => ann.KickAsync("lounge", "bob"));
        await RefusedAsync(ChatError.NoSuchPerson, () => ann.KickAsync("lounge", "zoe"));
    }

    [Fact]
    public async Task SecretRoom_IsHiddenFromOutside()
    {
        var token = TestContext.Current.CancellationToken;
        var (ann, _) = await TwoInRoomAsync();
        await ann.SetModesAsync("lounge", [new(ChatMode.Secret, true)], token);
        var eve = await _chat.SignOnAsync("eve");
        (await eve.FindRoomAsync("lounge", token)).ShouldBeNull();
        (await eve.ListRoomsAsync(token)).ShouldBeEmpty();
        (await eve.RoomsOfAsync("ann", token)).ShouldBeEmpty();
        await RefusedAsync(ChatError.NoSuchRoom, () => eve.SendToRoomAsync("lounge", ChatMessageKind.Message, "x"));
        (await ann.ListRoomsAsync(token)).ShouldHaveSingleItem();
        (await ann.RoomsOfAsync("bob", token)).ShouldHaveSingleItem();
    }

    private async Task<(IChatSession Ann, IChatSession Bob)> TwoInRoomAsync()
    {
        var ann = await _chat.SignOnAsync("ann");
        var bob = await _chat.SignOnAsync("bob");
        await ann.JoinAsync("lounge", cancellationToken: TestContext.Current.CancellationToken);
        await bob.JoinAsync("lounge", cancellationToken: TestContext.Current.CancellationToken);
        Drain(ann);
        Drain(bob);
        return (ann, bob);
    }
}
