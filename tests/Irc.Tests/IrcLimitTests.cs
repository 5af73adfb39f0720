using System.Globalization;
using Microsoft.AspNetCore.Connections;

namespace PluginFramework.Irc.Tests;

public sealed class IrcLimitTests : IAsyncDisposable
{
    private IrcFixture _irc = new();

    public ValueTask DisposeAsync() => _irc.DisposeAsync();

    [Fact]
    public async Task Line_TooLong_IsDroppedWith417()
    {
        var client = await _irc.LogInAsync("ann");
        await client.SendAsync($"PRIVMSG ann :{new string('x', 600)}", "PING a", "@" + new string('t', 9000) + " PING b", "PING c");
        (await client.ReadAsync()).ShouldStartWith(":irc.localhost 417 ann :");
        await client.ExpectAsync(":irc.localhost PONG irc.localhost :a");
        (await client.ReadAsync()).ShouldStartWith(":irc.localhost 417 ann :");
        await client.ExpectAsync(":irc.localhost PONG irc.localhost :c");
    }

    [Fact]
    public async Task Line_NotUtf8_IsDroppedWithFail()
    {
        var client = await _irc.LogInAsync("ann");
        await client.SendAsync([.. "PRIVMSG ann :gr"u8, 0xFC, .. "n\r\nPRIVMSG ann :a\0b\r\nPING a\r\n"u8]);
        (await client.ReadAsync()).ShouldStartWith(":irc.localhost FAIL * INVALID_UTF8 :");
        (await client.ReadAsync()).ShouldContain("NUL");
        await client.ExpectAsync(":irc.localhost PONG irc.localhost :a");
    }

    [Fact]
    public async Task Registration_ThatTakesTooLong_IsClosed()
    {
        var client = _irc.Connect();
        await client.SendAsync("NICK ann", "PING x");
        await client.ReadUntilAsync("PONG");
        _irc.Context.Clock.Advance(TimeSpan.FromSeconds(61));
        await client.ExpectClosedAsync("Registration timed out");
    }

    [Fact]
    public async Task Client_ThatIsSilent_IsPingedAndThenClosed()
    {
        var client = await _irc.LogInAsync("ann");
        var bob = await _irc.LogInAsync("bob");
        await client.SendAsync("JOIN #a");
        await client.SettleAsync();
        await bob.SendAsync("JOIN #a");
        await bob.SettleAsync();
        await client.SettleAsync();

        _irc.Context.Clock.Advance(TimeSpan.FromSeconds(121));
        await client.ExpectAsync("PING :irc.localhost");
        await bob.ExpectAsync("PING :irc.localhost");
        await bob.SendAsync("PONG irc.localhost");
        await bob.SettleAsync();
        _irc.Context.Clock.Advance(TimeSpan.FromSeconds(61));
        await client.ExpectClosedAsync("Ping timeout");
        await bob.ExpectAsync(":ann!ann@irc QUIT :Ping timeout");
    }

    [Fact]
    public async Task Client_ThatAnswersThePing_Stays()
    {
        var client = await _irc.LogInAsync("ann");
        for (var i = 0; i < 3; i++)
        {
            _irc.Context.Clock.Advance(TimeSpan.FromSeconds(121));
            await client.ExpectAsync("PING :irc.localhost");
            await client.SendAsync("PONG :irc.localhost");
            (await client.SettleAsync()).ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task Client_ThatSendsTooMuch_IsSlowedDown()
    {
        var client = await _irc.LogInAsync("ann");
        await client.SendAsync([.. Enumerable.Range(0, 80).Select(i => $"PING {i}")]);
        var answered = 0;
        var reading = Task.Run(async () =>
        {
            for (; answered < 80; answered++) (await client.ReadAsync()).ShouldEndWith($":{answered.ToString(CultureInfo.InvariantCulture)}");
        }, TestContext.Current.CancellationToken);

        // Logging in took 4 of the 50 that may come at once.
        while (answered < 46) await Task.Yield();
        reading.IsCompleted.ShouldBeFalse();
        for (var second = 0; second < 12 && !reading.IsCompleted; second++)
        {
            answered.ShouldBeLessThanOrEqualTo(46 + 4 * second);
            var before = answered;
            _irc.Context.Clock.Advance(TimeSpan.FromSeconds(1));
            while (answered == before && !reading.IsCompleted) await Task.Yield();
        }

        await reading;
    }

    [Fact]
    public async Task Client_ThatGoesOnSendingTooMuch_IsClosed()
    {
        var client = await _irc.LogInAsync("ann");
        await client.SendAsync([.. Enumerable.Repeat($"PING {new string('x', 400)}", 150)]);
        await client.ExpectClosedAsync("Excess flood");
    }

    [Fact]
    public async Task Client_ThatDoesNotRead_IsNotReadFrom_AndAtLastAborted()
    {
        await _irc.DisposeAsync();
        _irc = new IrcFixture(new IrcOptions { FloodBurst = 1000000, FloodPerSecond = 1000000 });
        var client = await _irc.LogInAsync("ann");
        var line = $"PING {new string('x', 400)}";
        var sending = Task.Run(async () =>
        {
            for (var i = 0; i < 50; i++) await client.SendAsync([.. Enumerable.Repeat(line, 10)]);
        }, TestContext.Current.CancellationToken);
        while (!client.Ended.IsCompleted)
        {
            _irc.Context.Clock.Advance(TimeSpan.FromSeconds(5));
            await Task.Yield();
        }

        await sending.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        (await _irc.Chat.ListPeopleAsync(TestContext.Current.CancellationToken)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Command_ThatTakesTooLong_ClosesTheConnection()
    {
        _irc.Authenticator.Delay = new TaskCompletionSource().Task;
        var client = _irc.Connect();
        await client.SendAsync("PASS ann:secret", "NICK ann", "USER a 0 * :A");
        while (_irc.Authenticator.Asked.IsEmpty) await Task.Yield();
        var closed = client.ExpectClosedAsync("took longer than 30 s");
        while (!closed.IsCompleted)
        {
            _irc.Context.Clock.Advance(TimeSpan.FromSeconds(5));
            await Task.Yield();
        }

        await closed;
    }

    [Fact]
    public async Task Targets_TooMany_AreRefused()
    {
        var client = await _irc.LogInAsync("ann");
        await client.SendAsync("PRIVMSG a,b,c,d,e :hi");
        (await client.ReadAsync()).ShouldStartWith(":irc.localhost 407 ann a,b,c,d,e :");
    }

    [Fact]
    public async Task Reload_AsksTheClientToComeBack()
    {
        var ann = await _irc.LogInAsync("ann");
        var unregistered = _irc.Connect();
        ann.Connection.RequestClose();
        unregistered.Connection.RequestClose();
        (await ann.ExpectClosedAsync("reloading")).ShouldBe("ERROR :Closing link: ann (server is reloading, please reconnect)");
        await unregistered.ExpectClosedAsync("reloading");
    }

    [Fact]
    public async Task Client_ThatHangsUp_IsSignedOff()
    {
        var ann = await _irc.LogInAsync("ann");
        await ann.Connection.Client.Output.CompleteAsync();
        (await ann.TryReadAsync()).ShouldBeNull();
        await ann.Ended;
        (await _irc.Chat.ListPeopleAsync(TestContext.Current.CancellationToken)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Client_WhoseConnectionIsReset_IsSignedOff()
    {
        var ann = await _irc.LogInAsync("ann");
        await ann.Connection.Client.Output.CompleteAsync(new ConnectionResetException("reset"));
        await ann.Ended;
        (await _irc.Chat.ListPeopleAsync(TestContext.Current.CancellationToken)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Client_WhenTheChatNetworkGoes_IsClosed()
    {
        var ann = await _irc.LogInAsync("ann");
        _irc.Chat.Dispose();
        await ann.ExpectClosedAsync("signed off by the chat network");
    }
}
