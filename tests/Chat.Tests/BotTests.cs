using System.Runtime.CompilerServices;
using static PluginFramework.Chat.Tests.ChatFixture;

namespace PluginFramework.Chat.Tests;

public sealed class BotTests : IDisposable
{
    private readonly ChatFixture _chat = new();

    public void Dispose() => _chat.Dispose();

    [Fact]
    public async Task Bot_WhileExported_IsAPersonAndAnswers()
    {
        var token = TestContext.Current.CancellationToken;
        var ann = await _chat.SignOnAsync("ann");
        var bot = new ScriptedBot("echo");
        _chat.Bots.Add(bot);
        var person = (await ann.FindPersonAsync("ECHO", token)).ShouldNotBeNull();
        (person.IsBot, person.RealName).ShouldBe((true, "The bot echo"));
        (await ann.SendToPersonAsync("echo", ChatMessageKind.Message, "hi", token)).ShouldBe(new ChatDelivery(false, null));
        var answer = (await NextAsync(ann)).ShouldBeOfType<ChatEvent.DirectMessage>();
        (answer.Source.Nickname, answer.Text).ShouldBe(("echo", "ann: hi"));

        _chat.Bots.Remove(bot);
        (await ann.FindPersonAsync("echo", token)).ShouldBeNull();
        await RefusedAsync(ChatError.NoSuchPerson, async () => await ann.SendToPersonAsync("echo", ChatMessageKind.Message, "x"));
    }

    [Fact]
    public async Task Bot_ThatThrows_IsToldOfAndGoesOn()
    {
        var token = TestContext.Current.CancellationToken;
        _chat.Bots.Add(new ScriptedBot("bad", (message, reply, stop) => message.Text == "boom"
            ? throw new InvalidOperationException("no")
            : reply.SendAsync("ok", stop).AsTask()));
        var ann = await _chat.SignOnAsync("ann");
        await ann.SendToPersonAsync("bad", ChatMessageKind.Message, "boom", token);
        await ann.SendToPersonAsync("bad", ChatMessageKind.Message, "again", token);
        var failure = (await NextAsync(ann)).ShouldBeOfType<ChatEvent.DirectMessage>();
        failure.Kind.ShouldBe(ChatMessageKind.Notice);
        failure.Text.ShouldContain("InvalidOperationException");
        (await NextAsync(ann)).ShouldBeOfType<ChatEvent.DirectMessage>().Text.ShouldBe("ok");
    }

    [Fact]
    public async Task Bot_GetsOneMessageOfASenderAtATimeAndOthersMeanwhile()
    {
        var token = TestContext.Current.CancellationToken;
        var gate = new TaskCompletionSource();
        _chat.Bots.Add(new ScriptedBot("slow", async (message, reply, stop) =>
        {
            if (message.Text == "wait") await gate.Task.WaitAsync(stop);
            await reply.SendAsync(message.Text, stop);
        }));
        var ann = await _chat.SignOnAsync("ann");
        var bob = await _chat.SignOnAsync("bob");
        await ann.SendToPersonAsync("slow", ChatMessageKind.Message, "wait", token);
        await ann.SendToPersonAsync("slow", ChatMessageKind.Message, "second", token);
        await bob.SendToPersonAsync("slow", ChatMessageKind.Message, "meanwhile", token);
        (await NextAsync(bob)).ShouldBeOfType<ChatEvent.DirectMessage>().Text.ShouldBe("meanwhile");
        Drain(ann).ShouldBeEmpty();
        gate.SetResult();
        (await NextAsync(ann)).ShouldBeOfType<ChatEvent.DirectMessage>().Text.ShouldBe("wait");
        (await NextAsync(ann)).ShouldBeOfType<ChatEvent.DirectMessage>().Text.ShouldBe("second");
    }

    [Fact]
    public async Task Bot_ThatDoesNotComeToItsMessages_RefusesMore()
    {
        var token = TestContext.Current.CancellationToken;
        var busy = new TaskCompletionSource();
        _chat.Bots.Add(new ScriptedBot("stuck", async (_, _, stop) =>
        {
            busy.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, stop);
        }));
        var ann = await _chat.SignOnAsync("ann");
        await ann.SendToPersonAsync("stuck", ChatMessageKind.Message, "first", token);
        await busy.Task;
        for (var i = 0; i < 16; i++) await ann.SendToPersonAsync("stuck", ChatMessageKind.Message, "more", token);
        await RefusedAsync(ChatError.MailboxFull, async () => await ann.SendToPersonAsync("stuck", ChatMessageKind.Message, "too much"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Bot_IsCancelledWhenTheSenderOrTheBotGoes(bool senderGoes)
    {
        var token = TestContext.Current.CancellationToken;
        var started = new TaskCompletionSource();
        var cancelled = new TaskCompletionSource();
        var bot = new ScriptedBot("stuck", async (_, _, stop) =>
        {
            stop.Register(cancelled.SetResult);
            started.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, stop);
        });
        _chat.Bots.Add(bot);
        var ann = await _chat.SignOnAsync("ann");
        await ann.SendToPersonAsync("stuck", ChatMessageKind.Message, "x", token);
        await started.Task;
        if (senderGoes) await ann.DisposeAsync();
        else _chat.Bots.Remove(bot);
        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(20), token);
    }

    [Fact]
    public async Task Bot_WithMoreAnswersThanMayWait_WaitsForTheReader()
    {
        var token = TestContext.Current.CancellationToken;
        _chat.Bots.Add(new ScriptedBot("chatty", async (_, reply, stop) =>
        {
            for (var i = 0; i < 5000; i++) await reply.SendAsync($"{i}", stop);
        }));
        var ann = await _chat.SignOnAsync("ann");
        await ann.SendToPersonAsync("chatty", ChatMessageKind.Message, "go", token);
        for (var i = 0; i < 5000; i++)
        {
            while (true)
            {
                (await ann.Events.WaitToReadAsync(token).AsTask().WaitAsync(TimeSpan.FromSeconds(20), token)).ShouldBeTrue();
                if (!ann.Events.TryRead(out var chatEvent)) continue;
                chatEvent.ShouldBeOfType<ChatEvent.DirectMessage>().Text.ShouldBe($"{i}");
                break;
            }
        }
    }

    [Fact]
    public async Task Bot_OfANicknameInUse_TakesIt()
    {
        var token = TestContext.Current.CancellationToken;
        var eve = await _chat.SignOnAsync("eve", "prompt");
        _chat.Bots.Add(new ScriptedBot("prompt"));
        eve.Events.Completion.IsCompleted.ShouldBeTrue("nobody may pass for a bot");
        (await _chat.Network.ListPeopleAsync(token)).ShouldHaveSingleItem().IsBot.ShouldBeTrue();
        await RefusedAsync(ChatError.NicknameInUse, async () => await _chat.SignOnAsync("eve", "prompt"));
    }

    [Fact]
    public async Task Bots_OfOneName_AreOneAtATime()
    {
        var token = TestContext.Current.CancellationToken;
        var first = new ScriptedBot("twin", (_, reply, stop) => reply.SendAsync("first", stop).AsTask());
        _chat.Bots.Add(first);
        _chat.Bots.Add(new ScriptedBot("twin", (_, reply, stop) => reply.SendAsync("second", stop).AsTask()));
        _chat.Bots.Add(new ScriptedBot("not a name"));
        var ann = await _chat.SignOnAsync("ann");
        await ann.SendToPersonAsync("twin", ChatMessageKind.Message, "?", token);
        (await NextAsync(ann)).ShouldBeOfType<ChatEvent.DirectMessage>().Text.ShouldBe("first");
        _chat.Bots.Remove(first);
        await ann.SendToPersonAsync("twin", ChatMessageKind.Message, "?", token);
        (await NextAsync(ann)).ShouldBeOfType<ChatEvent.DirectMessage>().Text.ShouldBe("second");
        (await _chat.Network.ListPeopleAsync(token)).Count(person => person.IsBot).ShouldBe(1);
    }

    [Fact]
    public async Task Notice_ToABot_IsNotAnswered()
    {
        var called = false;
        _chat.Bots.Add(new ScriptedBot("echo", (_, _, _) => { called = true; return Task.CompletedTask; }));
        var ann = await _chat.SignOnAsync("ann");
        await ann.SendToPersonAsync("echo", ChatMessageKind.Notice, "x", TestContext.Current.CancellationToken);
        await ann.SendToPersonAsync("ann", ChatMessageKind.Message, "done", TestContext.Current.CancellationToken);
        await NextAsync(ann);
        called.ShouldBeFalse();
    }

    [Fact]
    public async Task Bot_AfterItsPluginWent_IsHeldByNobody()
    {
        var ann = await _chat.SignOnAsync("ann");
        var held = await ComeAndGoAsync(ann);
        for (var i = 0; i < 100 && held.IsAlive; i++)
        {
            // The answer is here before the task that gave it is quite done.
            await Task.Yield();
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        held.IsAlive.ShouldBeFalse();
        ann.Self.Nickname.ShouldBe("ann");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task<WeakReference> ComeAndGoAsync(IChatSession ann)
    {
        var bot = new ScriptedBot("brief");
        _chat.Bots.Add(bot);
        await ann.SendToPersonAsync("brief", ChatMessageKind.Message, "x", TestContext.Current.CancellationToken);
        await NextAsync(ann);
        _chat.Bots.Remove(bot);
        return new WeakReference(bot);
    }
}
