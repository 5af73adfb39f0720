using static PluginFramework.Chat.Tests.ChatFixture;

namespace PluginFramework.Chat.Tests;

public sealed class OfflineMessageTests : IDisposable
{
    private readonly ChatFixture _chat = new(new ChatOptions { MaxOfflineMessages = 3 });

    public void Dispose() => _chat.Dispose();

    [Fact]
    public async Task Message_ToAnAbsentUser_SurvivesARestartAndComesOnce()
    {
        var token = TestContext.Current.CancellationToken;
        var ann = await _chat.SignOnAsync("ann");
        (await ann.SendToPersonAsync("BOB", ChatMessageKind.Message, "später\nmehr", token)).ShouldBe(new ChatDelivery(true, null));
        await ann.SendToPersonAsync("bob", ChatMessageKind.Notice, "two", token);
        var sentAt = _chat.Context.Clock.GetUtcNow();
        _chat.Restart();
        _chat.Context.Clock.Advance(TimeSpan.FromDays(1));

        var bob = await _chat.SignOnAsync("bob");
        var said = Drain(bob).Cast<ChatEvent.DirectMessage>().ToList();
        said.Select(message => (message.Source.Nickname, message.Kind, message.Text, message.IsDelayed, message.At)).ShouldBe(
        [
            ("ann", ChatMessageKind.Message, "später\nmehr", true, sentAt),
            ("ann", ChatMessageKind.Notice, "two", true, sentAt),
        ]);

        var waiting = bob.Events.WaitToReadAsync(token);
        Directory.GetFiles(_chat.OfflineDirectory).ShouldBeEmpty("the reader came back for more");
        await bob.SignOffAsync(cancellationToken: token);
        (await waiting).ShouldBeFalse();
        Drain(await _chat.SignOnAsync("bob")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Message_TakenByAReaderThatNeverCameBack_IsDeliveredAgainAfterACrash()
    {
        await KeepAsync("kept");
        Drain(await _chat.SignOnAsync("bob")).ShouldHaveSingleItem();
        _chat.Crash();
        Drain(await _chat.SignOnAsync("bob")).ShouldHaveSingleItem().ShouldBeOfType<ChatEvent.DirectMessage>().Text.ShouldBe("kept");
    }

    [Fact]
    public async Task Message_NotReadBeforeSigningOff_StaysForTheNextTime()
    {
        await KeepAsync("kept");
        var bob = await _chat.SignOnAsync("bob");
        await bob.SignOffAsync(cancellationToken: TestContext.Current.CancellationToken);
        Drain(await _chat.SignOnAsync("bob")).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Messages_UnderDelivery_DoNotGoToASecondClient()
    {
        await KeepAsync("kept");
        var first = await _chat.SignOnAsync("bob");
        var second = await _chat.SignOnAsync("bob", "bob2");
        Drain(second).ShouldBeEmpty();
        Drain(first).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Message_BeyondTheLimit_IsRefusedAndTheOthersStay()
    {
        var ann = await KeepAsync("1", "2", "3");
        await RefusedAsync(ChatError.MailboxFull, async () => await ann.SendToPersonAsync("bob", ChatMessageKind.Message, "4"));
        Drain(await _chat.SignOnAsync("bob")).Cast<ChatEvent.DirectMessage>().Select(said => said.Text).ShouldBe(["1", "2", "3"]);
    }

    [Fact]
    public async Task Message_ToNobody_IsRefused()
    {
        var ann = await _chat.SignOnAsync("ann");
        await RefusedAsync(ChatError.NoSuchPerson, async () => await ann.SendToPersonAsync("zoe", ChatMessageKind.Message, "x"));
        await RefusedAsync(ChatError.NoSuchPerson, async () => await ann.SendToPersonAsync("../etc", ChatMessageKind.Message, "x"));
        await _chat.Users.ChangeAsync("bob", new() { IsDisabled = true }, new("test", "test"), TestContext.Current.CancellationToken);
        await RefusedAsync(ChatError.NoSuchPerson, async () => await ann.SendToPersonAsync("bob", ChatMessageKind.Message, "x"));
    }

    [Fact]
    public async Task Message_ToAnAccountUnderOtherNicknames_ReachesEachClient()
    {
        var token = TestContext.Current.CancellationToken;
        var ann = await _chat.SignOnAsync("ann");
        var phone = await _chat.SignOnAsync("bob", "bob_phone");
        var desk = await _chat.SignOnAsync("bob", "bob_desk");
        (await ann.SendToPersonAsync("bob", ChatMessageKind.Message, "hi", token)).IsStored.ShouldBeFalse();
        Drain(phone).ShouldHaveSingleItem();
        Drain(desk).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task File_WithATornLastRecord_KeepsTheWholeOnes()
    {
        await KeepAsync("whole");
        var file = Directory.GetFiles(_chat.OfflineDirectory).ShouldHaveSingleItem();
        await File.AppendAllTextAsync(file, "{\"at\":\"2026", TestContext.Current.CancellationToken);
        _chat.Crash();
        await KeepAsync("next");
        Drain(await _chat.SignOnAsync("bob")).Cast<ChatEvent.DirectMessage>().Select(said => said.Text).ShouldBe(["whole", "next"]);
    }

    [Fact]
    public async Task File_WithADamagedRecord_DeliversTheOthers()
    {
        await KeepAsync("one");
        var file = Directory.GetFiles(_chat.OfflineDirectory).ShouldHaveSingleItem();
        await File.AppendAllTextAsync(file, "garbage\n", TestContext.Current.CancellationToken);
        _chat.Crash();
        await KeepAsync("two");
        Drain(await _chat.SignOnAsync("bob")).Cast<ChatEvent.DirectMessage>().Select(said => said.Text).ShouldBe(["one", "two"]);
    }

    [Fact]
    public async Task Messages_OfADeletedUser_DoNotGoToAnotherOfThatName()
    {
        await KeepAsync("private");
        var signOn = new ChatSignOn(new("another-id", "bob"), new("irc", "test-2"), "bob", "");
        Drain(await _chat.Network.SignOnAsync(signOn, TestContext.Current.CancellationToken)).ShouldBeEmpty();
    }

    private async Task<IChatSession> KeepAsync(params string[] texts)
    {
        var ann = await _chat.SignOnAsync("ann");
        foreach (var text in texts)
        {
            (await ann.SendToPersonAsync("bob", ChatMessageKind.Message, text, TestContext.Current.CancellationToken)).IsStored.ShouldBeTrue();
        }

        return ann;
    }
}
