using static PluginFramework.Chat.Tests.ChatFixture;

namespace PluginFramework.Chat.Tests;

public sealed class EventOrderTests : IDisposable
{
    private readonly ChatFixture _chat = new();

    public void Dispose() => _chat.Dispose();

    [Fact]
    public async Task Events_OfManySpeakersAtOnce_ComeInOneOrderToEverybody()
    {
        var token = TestContext.Current.CancellationToken;
        var speakers = new List<IChatSession>();
        for (var i = 0; i < 4; i++) speakers.Add(await _chat.SignOnAsync("ann", $"ann{i}"));
        var first = await _chat.SignOnAsync("bob");
        var second = await _chat.SignOnAsync("eve");
        foreach (var session in (IChatSession[])[.. speakers, first, second]) await session.JoinAsync("lounge", cancellationToken: token);
        foreach (var session in new[] { first, second }) Drain(session);

        await Task.WhenAll(speakers.Select((speaker, number) => Task.Run(async () =>
        {
            for (var i = 0; i < 200; i++) await speaker.SendToRoomAsync("lounge", ChatMessageKind.Message, $"{number}:{i}", token);
        }, token)));

        var heard = Drain(first).Cast<ChatEvent.RoomMessage>().Select(said => said.Text).ToList();
        heard.Count.ShouldBe(800);
        Drain(second).Cast<ChatEvent.RoomMessage>().Select(said => said.Text).ShouldBe(heard);
        for (var number = 0; number < 4; number++)
        {
            heard.Where(text => text.StartsWith($"{number}:", StringComparison.Ordinal)).ShouldBe(Enumerable.Range(0, 200).Select(i => $"{number}:{i}"));
        }
    }

    [Fact]
    public async Task Session_ThatFallsTooFarBehind_IsSignedOffAndTheOthersStay()
    {
        var token = TestContext.Current.CancellationToken;
        var ann = await _chat.SignOnAsync("ann");
        var slow = await _chat.SignOnAsync("bob");
        var eve = await _chat.SignOnAsync("eve");
        foreach (var session in new[] { ann, slow, eve }) await session.JoinAsync("lounge", cancellationToken: token);
        Drain(slow);
        for (var i = 0; i < 1024; i++)
        {
            await ann.SendToRoomAsync("lounge", ChatMessageKind.Message, $"{i}", token);
            Drain(eve);
        }

        (await ann.FindPersonAsync("bob", token)).ShouldNotBeNull("1,024 events may wait");
        await ann.SendToRoomAsync("lounge", ChatMessageKind.Message, "one more", token);
        (await ann.FindPersonAsync("bob", token)).ShouldBeNull();
        Drain(eve).Select(chatEvent => chatEvent.GetType()).ShouldBe([typeof(ChatEvent.RoomMessage), typeof(ChatEvent.SignedOff)]);
        Drain(slow).Count.ShouldBe(1024);
        slow.Events.Completion.IsCompleted.ShouldBeTrue();
    }
}
