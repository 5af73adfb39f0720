using PluginFramework.Ssh.Protocol;
using PluginFramework.Ssh.Protocol.Messages;
using PluginFramework.Ssh.Tests.Support;

namespace PluginFramework.Ssh.Tests;

/// <summary>What the clock asks, with a clock that a test moves.</summary>
public sealed class TimeTests
{
    [Theory]
    [InlineData(Stage.Beginning)]
    [InlineData(Stage.Identified)]
    [InlineData(Stage.Encrypted)]
    [InlineData(Stage.Authenticating)]
    public async Task ClientThatDoesNotLogIn_IsEnded(Stage stage)
    {
        await using var kit = await SshKit.StartAsync();
        var client = await kit.ConnectAsync(stage);
        if (stage == Stage.Beginning) (await client.Connection.ReadLineAsync(SshFixture.Token)).ShouldNotBeNull();

        kit.Context.Clock.Advance(TimeSpan.FromSeconds(61));

        (await client.ReadFarewellAsync()).Description.ShouldContain("no login within 60 s");
    }

    [Fact]
    public async Task ClientThatIsSilent_IsAskedAndThenEnded()
    {
        await using var kit = await SshKit.StartAsync();
        var client = await kit.ConnectAsync(Stage.Open);

        for (var i = 0; i < 3; i++)
        {
            kit.Context.Clock.Advance(TimeSpan.FromSeconds(61));
            GlobalRequestMessage.Read(await client.ReadAsync(SshMessageNumber.GlobalRequest)).Type.ShouldBe("keepalive@openssh.com");
        }

        kit.Context.Clock.Advance(TimeSpan.FromSeconds(61));

        (await client.ReadFarewellAsync()).Reason.ShouldBe(SshDisconnectReason.ConnectionLost);
    }

    [Fact]
    public async Task ClientThatAnswers_StaysUntilItIsIdleForTooLong()
    {
        await using var kit = await SshKit.StartAsync(new SshOptions { IdleTimeout = TimeSpan.FromMinutes(5) });
        var client = await kit.ConnectAsync(Stage.Channel);
        for (var i = 0; i < 4; i++)
        {
            kit.Context.Clock.Advance(TimeSpan.FromSeconds(61));
            await client.ReadAsync(SshMessageNumber.GlobalRequest);
            await client.SendAsync(new RequestFailureMessage());

            // Its answer has been taken once this is answered.
            await client.SendAsync(new GlobalRequestMessage("keepalive@openssh.com", WantsReply: true, []));
            await client.ReadAsync(SshMessageNumber.RequestSuccess);
        }

        kit.Context.Clock.Advance(TimeSpan.FromSeconds(59));

        (await client.ReadFarewellAsync()).Description.ShouldContain("Nothing was done");
    }

    [Fact]
    [Trait("RFC", "4253 §9")]
    public async Task Keys_AfterAnHour_AreChanged_AndWhatTheServerSaysMeanwhileComesAfterwards()
    {
        await using var kit = await SshKit.StartAsync(new SshOptions { KeepAliveInterval = TimeSpan.Zero });
        var client = await kit.ConnectAsync(Stage.Channel);
        await client.ExecuteAsync("cat");

        kit.Context.Clock.Advance(TimeSpan.FromHours(1.1));
        var begun = await client.ReadAsync(SshMessageNumber.KeyExchangeInit);
        await client.SendDataAsync("before");
        await client.SendAsync(new GlobalRequestMessage("keepalive@openssh.com", WantsReply: true, []));
        await client.ExchangeAsync(begun: begun);

        var numbers = new[] { (await client.TryReadAsync())![0], (await client.TryReadAsync())![0] };
        numbers.ShouldBe([(byte)SshMessageNumber.RequestSuccess, (byte)SshMessageNumber.ChannelData], ignoreOrder: true);
        await client.SendDataAsync("after");
        (await client.ReadDataAsync()).ShouldBe("after");
    }

    [Fact]
    [Trait("RFC", "4253 §9")]
    public async Task Keys_WornByWhatTheServerSends_AreChanged_ThoughTheClientSaysNothing()
    {
        await using var kit = await SshKit.StartAsync(new SshOptions { RekeyOctets = 1 << 20 });
        var client = await kit.ConnectAsync(Stage.Open);
        await client.OpenSessionAsync(window: uint.MaxValue);
        await client.ExecuteAsync("zeros 6000000");

        byte[]? message;
        do message = await client.TryReadAsync();
        while (message?[0] == (byte)SshMessageNumber.ChannelData);

        message.ShouldNotBeNull()[0].ShouldBe((byte)SshMessageNumber.KeyExchangeInit);
    }

    [Fact]
    public async Task ClientThatDoesNotExchangeKeys_IsEnded()
    {
        await using var kit = await SshKit.StartAsync(new SshOptions { KeepAliveInterval = TimeSpan.Zero });
        var client = await kit.ConnectAsync(Stage.Open);
        kit.Context.Clock.Advance(TimeSpan.FromHours(1.1));
        await client.ReadAsync(SshMessageNumber.KeyExchangeInit);

        kit.Context.Clock.Advance(TimeSpan.FromHours(1.1));

        (await client.ReadFarewellAsync()).Reason.ShouldBe(SshDisconnectReason.KeyExchangeFailed);
    }

    [Fact]
    public async Task ServerThatStops_EndsWhatRunsAndSaysSo()
    {
        await using var kit = await SshKit.StartAsync();
        var client = await kit.ConnectAsync(Stage.Channel);
        await client.ExecuteAsync("wait");
        (await client.ReadDataAsync()).ShouldBe("waiting\n");

        client.Connection.RequestClose();

        ChannelRequestMessage.Read(await client.ReadAsync(SshMessageNumber.ChannelRequest)).Type.ShouldBe("exit-signal");
        await client.ReadAsync(SshMessageNumber.ChannelEof);
        await client.ReadAsync(SshMessageNumber.ChannelClose);
        await client.SendAsync(new ChannelCloseMessage(client.Channel));
        (await client.ReadFarewellAsync()).Reason.ShouldBe(SshDisconnectReason.ByApplication);
    }

    [Fact]
    public async Task SubsystemWhosePluginGoes_IsEnded()
    {
        await using var kit = await SshKit.StartAsync();
        var subsystem = new EchoSubsystem();
        kit.Subsystems.Add(subsystem);
        var client = await kit.ConnectAsync(Stage.Channel);
        await client.SendAsync(new ChannelRequestMessage(client.Channel, "subsystem", WantsReply: true, new SshWriter().Text("echo").ToArray()));
        await client.ReadAsync(SshMessageNumber.ChannelSuccess);
        await client.SendDataAsync("hello");
        (await client.ReadDataAsync()).ShouldBe("hello");

        kit.Subsystems.Remove(subsystem);

        ChannelRequestMessage.Read(await client.ReadAsync(SshMessageNumber.ChannelRequest)).Type.ShouldBe("exit-signal");
    }

    [Fact]
    public async Task ClientThatReadsNothing_IsCutOff()
    {
        await using var kit = await SshKit.StartAsync();
        var client = await kit.ConnectAsync(Stage.Open);
        await client.OpenSessionAsync(window: uint.MaxValue);
        await client.SendAsync(new ChannelRequestMessage(client.Channel, "exec", WantsReply: false, new SshWriter().Text("zeros 10000000").ToArray()));
        for (var i = 0; !client.Ended.IsCompleted && i < 1000; i++)
        {
            // Nobody can tell when the server has begun to wait.
            kit.Context.Clock.Advance(TimeSpan.FromSeconds(50));
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, SshFixture.Token);
        }

        client.Ended.IsCompleted.ShouldBeTrue();
    }
}
