using System.IO.Pipelines;
using System.Text;
using PluginFramework.Ssh.Channels;
using PluginFramework.Ssh.Protocol;
using PluginFramework.Ssh.Protocol.Messages;
using PluginFramework.Ssh.Tests.Support;

namespace PluginFramework.Ssh.Tests;

/// <summary>Whatever a client sends, at whatever stage, the connection ends with a reason or goes on as it should.</summary>
public sealed class HardeningTests
{
    [Theory]
    [InlineData("GET / HTTP/1.1\r\n")]
    [InlineData("SSH-1.5-old\r\n")]
    [InlineData("SSH-2.0-b\u0001d\r\n")]
    [InlineData("\r\n")]
    [InlineData("long")]
    [InlineData("endless")]
    [Trait("RFC", "4253 §4.2")]
    public async Task Identification_ThatIsNone_EndsTheConnection(string line)
    {
        await using var kit = await SshKit.StartAsync();
        var client = kit.Connect();
        if (line == "long") line = "SSH-2.0-" + new string('x', 246) + "\r\n";
        if (line == "endless") line = new string('x', 255);

        await client.SendIdentificationAsync(line);

        (await client.ReadFarewellAsync()).Reason.ShouldBe(SshDisconnectReason.ProtocolVersionNotSupported);
    }

    [Theory]
    [InlineData("SSH-2.0-raw\n")]
    [InlineData("SSH-2.0-raw with comments\r\n")]
    public async Task Identification_AsSomeClientsWriteIt_IsTaken(string line)
    {
        await using var kit = await SshKit.StartAsync();
        var client = kit.Connect();

        await client.SendIdentificationAsync(line);

        await client.ReadAsync(SshMessageNumber.KeyExchangeInit);
    }

    [Fact]
    public async Task WholeSession_InChunksOfEverySize_GoesWell()
    {
        foreach (var size in new[] { 1, 2, 3, 4, 7, 16, 64, 512 })
        {
            await using var kit = await SshKit.StartAsync();
            var client = kit.Connect();
            await client.SendIdentificationAsync();
            await client.ExchangeAsync();
            var octets = client.Pack(SshWriter.Of(new ServiceRequestMessage("ssh-userauth"))).Concat(client.Pack(SshWriter.Of(RawClient.PasswordRequest("ann", "secret")))).ToArray();

            foreach (var chunk in octets.Chunk(size)) await client.SendOctetsAsync(chunk);

            await client.ReadAsync(SshMessageNumber.ServiceAccept);
            await client.ReadAsync(SshMessageNumber.AuthenticationSuccess);
        }
    }

    public static TheoryData<Stage, string> MalformedPackets()
    {
        var data = new TheoryData<Stage, string>();
        foreach (var stage in new[] { Stage.Identified, Stage.Encrypted, Stage.Authenticating, Stage.Open, Stage.Channel })
        {
            foreach (var kind in new[] { "length 0", "length huge", "length odd", "padding 0", "padding too long", "cut off", "trailing", "damaged" })
            {
                if (stage != Stage.Identified || kind != "damaged") data.Add(stage, kind);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(MalformedPackets))]
    public async Task Packet_ThatIsMalformed_EndsTheConnectionWithAReason(Stage stage, string kind)
    {
        await using var kit = await SshKit.StartAsync();
        var client = await kit.ConnectAsync(stage);
        if (stage == Stage.Identified) await client.ReadAsync(SshMessageNumber.KeyExchangeInit);
        var message = SshWriter.Of(stage switch
        {
            Stage.Identified => RawClient.Offer(isStrict: true),
            Stage.Encrypted => new ServiceRequestMessage("ssh-userauth"),
            Stage.Authenticating => RawClient.PasswordRequest("ann", "secret"),
            Stage.Open => new ChannelOpenMessage("session", 7, 1000, 1000, []),
            _ => new ChannelDataMessage(client.Channel, "data"u8.ToArray()),
        });

        var packet = kind switch
        {
            "length 0" => client.Pack(message, octets => octets.AsSpan(0, 4).Clear()),
            "length huge" => client.Pack(message, octets => octets[0] = 0x7F),
            "length odd" => client.Pack(message, octets => octets[3]++),
            "padding 0" => client.Pack(message, octets => octets[4] = 0),
            "padding too long" => client.Pack(message, octets => octets[4] = 255),
            "cut off" => client.Pack(message[..^3]),
            "trailing" => client.Pack([.. message, 0, 0]),
            _ => client.Pack(message),
        };
        if (kind == "damaged") packet[^1] ^= 1;

        // Where a packet may have data of its own at its end, more of it is no fault.
        if (kind is "trailing" or "cut off" && stage == Stage.Open) return;
        if (kind == "padding too long" && packet.Length > 270) packet = client.Pack([(byte)SshMessageNumber.Ignore], octets => octets[4] = 255);

        await client.SendOctetsAsync(packet);

        (await client.ReadFarewellAsync()).Reason.ShouldBeOneOf(SshDisconnectReason.ProtocolError, SshDisconnectReason.MacError);
    }

    [Theory]
    [InlineData(Stage.Identified, 50)]
    [InlineData(Stage.Identified, 5)]
    [InlineData(Stage.Identified, 21)]
    [InlineData(Stage.Identified, 30)]
    [InlineData(Stage.Encrypted, 50)]
    [InlineData(Stage.Encrypted, 90)]
    [InlineData(Stage.Encrypted, 30)]
    [InlineData(Stage.Authenticating, 80)]
    [InlineData(Stage.Authenticating, 90)]
    [InlineData(Stage.Authenticating, 94)]
    [InlineData(Stage.Authenticating, 61)]
    [InlineData(Stage.Open, 5)]
    [InlineData(Stage.Open, 61)]
    [InlineData(Stage.Open, 21)]
    public async Task Message_ThatIsNotExpected_EndsTheConnection(Stage stage, byte number)
    {
        await using var kit = await SshKit.StartAsync();
        var client = await kit.ConnectAsync(stage);
        if (stage == Stage.Identified) await client.ReadAsync(SshMessageNumber.KeyExchangeInit);

        await client.SendPayloadAsync([number, 0, 0, 0, 0]);

        (await client.ReadFarewellAsync()).Reason.ShouldBe(SshDisconnectReason.ProtocolError);
    }

    [Theory]
    [InlineData(Stage.Encrypted)]
    [InlineData(Stage.Authenticating)]
    [InlineData(Stage.Open)]
    [Trait("RFC", "4253 §11.4")]
    public async Task Message_ThatNobodyKnows_IsAnsweredWithItsNumber(Stage stage)
    {
        await using var kit = await SshKit.StartAsync();
        var client = await kit.ConnectAsync(stage);

        await client.SendAsync(new IgnoreMessage([1, 2, 3]));
        await client.SendPayloadAsync([192, 1, 2, 3]);

        var sequence = stage switch { Stage.Encrypted => 1u, Stage.Authenticating => 2u, _ => 3u };
        UnimplementedMessage.Read(await client.ReadAsync(SshMessageNumber.Unimplemented)).SequenceNumber.ShouldBe(sequence);
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(1, 2)]
    [InlineData(2, 2)]
    [InlineData(1, 34)]
    [InlineData(2, 34)]
    [InlineData(1, 22)]
    public async Task StrictExchange_WithAMessageInBetween_EndsTheConnection(int step, byte number)
    {
        await using var kit = await SshKit.StartAsync();
        var client = kit.Connect();
        await client.SendIdentificationAsync();

        var exchange = client.ExchangeAsync(isStrict: true, at => at == step ? client.SendPayloadAsync([number, 0, 0, 0, 0]) : Task.CompletedTask);

        // After the last step the client has all it waits for before the server notices.
        if (step < 2) (await Should.ThrowAsync<InvalidOperationException>(exchange)).Message.ShouldContain("ProtocolError");
        else await exchange;
        await client.Ended.WaitAsync(TimeSpan.FromSeconds(20), SshFixture.Token);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task OrdinaryExchange_WithAMessageInBetween_GoesOn(int step)
    {
        await using var kit = await SshKit.StartAsync();
        var client = kit.Connect();
        await client.SendIdentificationAsync();

        await client.ExchangeAsync(isStrict: false, at => at == step ? client.SendAsync(new IgnoreMessage([])) : Task.CompletedTask);

        await client.RequestLoginAsync();
        await client.LogInAsync();
    }

    [Theory]
    [InlineData("kex", "no-such-thing", "curve25519-sha256")]
    [InlineData("cipher", "aes256-gcm@openssh.com", "aes128-cbc")]
    public async Task Exchange_WithNothingInCommon_SaysWhatThereIs(string kind, string one, string other)
    {
        await using var kit = await SshKit.StartAsync();
        var client = await kit.ConnectAsync(Stage.Identified);

        await client.SendAsync(kind == "kex" ? RawClient.Offer(true, one) : RawClient.Offer(true, cipher: other));

        var farewell = await client.ReadFarewellAsync();
        farewell.Reason.ShouldBe(SshDisconnectReason.KeyExchangeFailed);
        farewell.Description.ShouldContain(kind == "kex" ? other : one);
    }

    [Theory]
    [InlineData("curve25519-sha256", 32)]
    [InlineData("curve25519-sha256", 31)]
    [InlineData("curve25519-sha256", 0)]
    [InlineData("ecdh-sha2-nistp256", 65)]
    [InlineData("ecdh-sha2-nistp384", 10)]
    [InlineData("diffie-hellman-group16-sha512", 0)]
    [InlineData("diffie-hellman-group16-sha512", 1)]
    [InlineData("diffie-hellman-group16-sha512", 600)]
    [InlineData("mlkem768x25519-sha256", 1216)]
    [InlineData("mlkem768x25519-sha256", 5)]
    [InlineData("sntrup761x25519-sha512", 1190)]
    [InlineData("sntrup761x25519-sha512", 1189)]
    public async Task Exchange_WithAValueThatIsNone_Fails(string method, int octets)
    {
        await using var kit = await SshKit.StartAsync(new SshOptions { KeyExchangeAlgorithms = [.. SshAlgorithms.AllKeyExchanges] });
        var client = await kit.ConnectAsync(Stage.Identified);
        await client.ReadAsync(SshMessageNumber.KeyExchangeInit);
        await client.SendAsync(RawClient.Offer(true, method));

        // All zeros: a point of low order, a point that is not on the curve, the number 0.
        var value = new byte[octets];
        if (octets == 600) value[0] = 1;
        if (octets == 1216) value.AsSpan(0, 1184).Fill(0xFF);
        await client.SendAsync(new KeyExchangeRequestMessage(value));

        (await client.ReadFarewellAsync()).Reason.ShouldBe(SshDisconnectReason.KeyExchangeFailed);
    }

    [Fact]
    public async Task Exchange_WithAWrongGuess_IgnoresIt()
    {
        await using var kit = await SshKit.StartAsync(new SshOptions { KeyExchangeAlgorithms = ["diffie-hellman-group16-sha512", "curve25519-sha256"] });
        var client = await kit.ConnectAsync(Stage.Identified);
        await client.ReadAsync(SshMessageNumber.KeyExchangeInit);

        await client.SendAsync(RawClient.Offer(true) with { IsGuessFollowing = true });
        await client.SendAsync(new KeyExchangeRequestMessage(new byte[1]));
        var point = new byte[32];
        point[0] = 9;
        await client.SendAsync(new KeyExchangeRequestMessage(point));

        await client.ReadAsync(SshMessageNumber.KeyExchangeReply);
    }

    [Fact]
    public async Task Login_WithAnotherService_IsRefused()
    {
        await using var kit = await SshKit.StartAsync();
        var client = await kit.ConnectAsync(Stage.Authenticating);

        await client.SendAsync(RawClient.PasswordRequest("ann", "secret") with { Service = "ssh-magic" });

        (await client.ReadFarewellAsync()).Reason.ShouldBe(SshDisconnectReason.ServiceNotAvailable);
    }

    [Fact]
    public async Task ServiceRequest_ForAnythingButTheLogin_IsRefused()
    {
        await using var kit = await SshKit.StartAsync();
        var client = await kit.ConnectAsync(Stage.Encrypted);

        await client.SendAsync(new ServiceRequestMessage("ssh-connection"));

        (await client.ReadFarewellAsync()).Reason.ShouldBe(SshDisconnectReason.ServiceNotAvailable);
    }

    // As paramiko does for each key and password it tries.
    [Fact]
    public async Task ServiceRequest_AskedForAgain_IsGranted_AndForgetsNoFailure()
    {
        await using var kit = await SshKit.StartAsync(new SshOptions { MaxAuthenticationAttempts = 2 });
        var client = await kit.ConnectAsync(Stage.Authenticating);
        await client.SendAsync(RawClient.PasswordRequest("ann", "wrong"));
        await client.ReadAsync(SshMessageNumber.AuthenticationFailure);

        await client.RequestLoginAsync();
        await client.SendAsync(RawClient.PasswordRequest("ann", "wrong"));

        (await client.ReadFarewellAsync()).Reason.ShouldBe(SshDisconnectReason.NoMoreAuthenticationMethods);
    }

    [Fact]
    public async Task Packets_WithoutEndBeforeTheLogin_EndTheConnection()
    {
        await using var kit = await SshKit.StartAsync();
        var client = await kit.ConnectAsync(Stage.Encrypted);
        var packets = new MemoryStream();
        for (var i = 0; i < 1100; i++) packets.Write(client.Pack(SshWriter.Of(new IgnoreMessage([]))));

        await client.SendOctetsAsync(packets.ToArray());

        (await client.ReadFarewellAsync()).Description.ShouldContain("too many packets");
    }

    [Fact]
    public async Task KeyExchanges_WithoutEndBeforeTheLogin_EndTheConnection()
    {
        await using var kit = await SshKit.StartAsync();
        var client = await kit.ConnectAsync(Stage.Encrypted);
        for (var i = 0; i < 2; i++) await client.ExchangeAsync();

        await client.SendAsync(RawClient.Offer(isStrict: true));

        (await client.ReadFarewellAsync()).Description.ShouldContain("too often before the login");
    }

    [Theory]
    [InlineData("unknown channel")]
    [InlineData("too much")]
    [InlineData("extended")]
    [InlineData("closed twice")]
    [InlineData("window")]
    [InlineData("packet size")]
    public async Task Channel_ThatIsMisused_EndsTheConnection(string how)
    {
        await using var kit = await SshKit.StartAsync(new SshOptions { WindowOctets = 65536 });
        var client = await kit.ConnectAsync(Stage.Channel);
        var channel = client.Channel;
        if (how is "closed twice") await client.ExecuteAsync("cat");
        ISshMessage[] messages = how switch
        {
            "unknown channel" => [new ChannelDataMessage(99, [])],
            "too much" => [new ChannelDataMessage(channel, new byte[32768]), new ChannelDataMessage(channel, new byte[32768]), new ChannelDataMessage(channel, new byte[1])],
            "extended" => [new ChannelExtendedDataMessage(channel, 1, [])],
            "closed twice" => [new ChannelCloseMessage(channel), new ChannelCloseMessage(channel)],
            "window" => [new ChannelWindowAdjustMessage(channel, uint.MaxValue)],
            _ => [new ChannelOpenMessage("session", 8, 1000, 0, [])],
        };

        foreach (var message in messages) await client.SendAsync(message);

        (await client.ReadFarewellAsync()).Reason.ShouldBe(SshDisconnectReason.ProtocolError);
    }

    [Fact]
    public async Task Channels_BeyondTheLimit_AreRefused()
    {
        await using var kit = await SshKit.StartAsync(new SshOptions { MaxChannels = 2 });
        var client = await kit.ConnectAsync(Stage.Open);
        await client.OpenSessionAsync();
        await client.OpenSessionAsync();

        await client.SendAsync(new ChannelOpenMessage("session", 9, 1000, 1000, []));

        ChannelOpenFailureMessage.Read(await client.ReadAsync(SshMessageNumber.ChannelOpenFailure)).Reason.ShouldBe(ChannelOpenFailureReason.ResourceShortage);
    }

    [Theory]
    [InlineData("x11", ChannelOpenFailureReason.UnknownChannelType)]
    [InlineData("direct-tcpip", ChannelOpenFailureReason.AdministrativelyProhibited)]
    [InlineData("direct-streamlocal@openssh.com", ChannelOpenFailureReason.UnknownChannelType)]
    public async Task Channel_OfAnotherKind_IsRefused(string kind, object reason)
    {
        await using var kit = await SshKit.StartAsync();
        var client = await kit.ConnectAsync(Stage.Open);

        await client.SendAsync(new ChannelOpenMessage(kind, 9, 1000, 1000, []));

        ChannelOpenFailureMessage.Read(await client.ReadAsync(SshMessageNumber.ChannelOpenFailure)).Reason.ShouldBe((ChannelOpenFailureReason)reason);
    }

    [Theory]
    [InlineData("x11-req")]
    [InlineData("auth-agent-req@openssh.com")]
    [InlineData("window-change")]
    [InlineData("signal")]
    [InlineData("no-such-request")]
    public async Task Request_ThatIsNotGranted_IsAnswered(string type)
    {
        await using var kit = await SshKit.StartAsync();
        var client = await kit.ConnectAsync(Stage.Channel);

        await client.SendAsync(new ChannelRequestMessage(client.Channel, type, WantsReply: true, []));

        await client.ReadAsync(SshMessageNumber.ChannelFailure);
    }

    [Fact]
    [Trait("RFC", "4254 §5.3")]
    public async Task Request_OnAChannelTheServerHasClosed_IsNotAnswered()
    {
        await using var kit = await SshKit.StartAsync();
        var client = await kit.ConnectAsync(Stage.Channel);
        await client.ExecuteAsync("fail 1");
        await client.ReadUntilAsync(SshMessageNumber.ChannelClose);

        await client.SendAsync(new ChannelRequestMessage(client.Channel, "keepalive@openssh.com", WantsReply: true, []));
        await client.SendAsync(new GlobalRequestMessage("keepalive@openssh.com", WantsReply: true, []));

        await client.ReadAsync(SshMessageNumber.RequestSuccess);
    }

    [Fact]
    [Trait("RFC", "4335")]
    public async Task Break_IsASignalToWhatRuns()
    {
        await using var kit = await SshKit.StartAsync();
        var client = await kit.ConnectAsync(Stage.Channel);
        await client.ExecuteAsync("wait");
        (await client.ReadDataAsync()).ShouldBe("waiting\n");

        await client.SendAsync(new ChannelRequestMessage(client.Channel, "break", WantsReply: true, new SshWriter().UInt32(500).ToArray()));

        await client.ReadAsync(SshMessageNumber.ChannelSuccess);
        kit.Shell.Signals.ShouldBe(["INT"]);
    }

    [Fact]
    public async Task Output_ThatTheClientWantsNoMoreOf_Ends()
    {
        await using var kit = await SshKit.StartAsync();
        var client = await kit.ConnectAsync(Stage.Open);
        await client.OpenSessionAsync(window: 100_000);
        await client.ExecuteAsync("zeros 100000000");

        await client.SendAsync(new ChannelRequestMessage(client.Channel, "eow@openssh.com", WantsReply: false, []));
        await client.SendAsync(new ChannelWindowAdjustMessage(client.Channel, 1_000_000));

        ChannelRequestMessage.Read(await client.ReadUntilAsync(SshMessageNumber.ChannelRequest)).Type.ShouldBe("exit-status");
    }

    [Fact]
    public async Task Variables_BeyondTheLimits_AreRefused()
    {
        await using var kit = await SshKit.StartAsync();
        var client = await kit.ConnectAsync(Stage.Channel);
        async Task<bool> TrySetAsync(string name, string value)
        {
            await client.SendAsync(new ChannelRequestMessage(client.Channel, "env", WantsReply: true, new SshWriter().Text(name).Text(value).ToArray()));
            return (await client.TryReadAsync())![0] == (byte)SshMessageNumber.ChannelSuccess;
        }

        (await TrySetAsync("PATH", "/tmp")).ShouldBeFalse();
        (await TrySetAsync("LC_LONG", new string('x', 5000))).ShouldBeFalse();
        (await TrySetAsync("LC_" + new string('x', 200), "x")).ShouldBeFalse();
        for (var i = 0; i < 100; i++) (await TrySetAsync($"LC_{i}", "x")).ShouldBeTrue();
        (await TrySetAsync("LC_100", "x")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("keepalive@openssh.com", SshMessageNumber.RequestSuccess)]
    [InlineData("no-more-sessions@openssh.com", SshMessageNumber.RequestSuccess)]
    [InlineData("tcpip-forward", SshMessageNumber.RequestFailure)]
    [InlineData("cancel-tcpip-forward", SshMessageNumber.RequestFailure)]
    [InlineData("streamlocal-forward@openssh.com", SshMessageNumber.RequestFailure)]
    public async Task GlobalRequest_IsAnswered(string type, object answer)
    {
        await using var kit = await SshKit.StartAsync();
        var client = await kit.ConnectAsync(Stage.Open);

        await client.SendAsync(new GlobalRequestMessage(type, WantsReply: true, type.Contains("tcpip") ? new SshWriter().Text("").UInt32(0).ToArray() : []));

        await client.ReadAsync((SshMessageNumber)answer);
    }

    [Fact]
    public async Task Session_AfterNoMoreWereAnnounced_IsRefused()
    {
        await using var kit = await SshKit.StartAsync();
        var client = await kit.ConnectAsync(Stage.Open);
        await client.SendAsync(new GlobalRequestMessage("no-more-sessions@openssh.com", WantsReply: false, []));

        await client.SendAsync(new ChannelOpenMessage("session", 9, 1000, 1000, []));

        ChannelOpenFailureMessage.Read(await client.ReadAsync(SshMessageNumber.ChannelOpenFailure)).Reason.ShouldBe(ChannelOpenFailureReason.AdministrativelyProhibited);
    }

    [Fact]
    public async Task Output_StopsWhenTheClientHasNoRoom_AndGoesOnWhenItHas()
    {
        await using var kit = await SshKit.StartAsync();
        var client = await kit.ConnectAsync(Stage.Open);
        await client.OpenSessionAsync(window: 10);
        await client.ExecuteAsync("echo 0123456789abcdef");

        var first = await client.ReadDataAsync();
        await client.SendAsync(new ChannelWindowAdjustMessage(client.Channel, 4));
        var second = await client.ReadDataAsync();
        await client.SendAsync(new ChannelWindowAdjustMessage(client.Channel, 100));

        (first + second).ShouldBe("0123456789abcd");
        (await client.ReadDataAsync()).ShouldBe("ef\n");
        await client.ReadAsync(SshMessageNumber.ChannelRequest);
    }

    [Fact]
    public async Task Input_OfAChannelThatGoes_IsReadToItsEnd()
    {
        var pipe = new Pipe();
        var input = new ChannelReader(pipe.Reader, threshold: 1, _ => ValueTask.FromException(new OperationCanceledException()));
        await pipe.Writer.WriteAsync("first"u8.ToArray(), SshFixture.Token);
        input.AdvanceTo((await input.ReadAsync(SshFixture.Token)).Buffer.End);
        await pipe.Writer.WriteAsync("second"u8.ToArray(), SshFixture.Token);
        await pipe.Writer.CompleteAsync();

        var rest = await input.ReadAsync(SshFixture.Token);

        Encoding.UTF8.GetString(rest.Buffer).ShouldBe("second");
    }

    [Fact]
    public async Task ClientThatHangsUp_AtEachStage_LeavesNothingRunning()
    {
        foreach (var stage in Enum.GetValues<Stage>())
        {
            await using var kit = await SshKit.StartAsync();
            var client = await kit.ConnectAsync(stage);
            if (stage == Stage.Channel) await client.ExecuteAsync("wait");

            await client.Connection.Client.Output.CompleteAsync();

            await client.Ended.WaitAsync(TimeSpan.FromSeconds(20), SshFixture.Token);
        }
    }

    [Fact]
    public async Task Farewell_OfTheClient_EndsTheConnectionWithoutAnother()
    {
        await using var kit = await SshKit.StartAsync();
        var client = await kit.ConnectAsync(Stage.Open);

        await client.SendAsync(new DisconnectMessage(SshDisconnectReason.ByApplication, "bye"));

        (await client.TryReadAsync()).ShouldBeNull();
        await client.Ended.WaitAsync(TimeSpan.FromSeconds(20), SshFixture.Token);
    }

    [Fact]
    public void Secrets_AreNotInWhatMessagesSayOfThemselves()
    {
        RawClient.PasswordRequest("ann", "hidden").ToString().ShouldNotContain("hidden");
        new InformationResponseMessage(["hidden"]).ToString().ShouldNotContain("hidden");
        Encoding.UTF8.GetString(SshWriter.Of(RawClient.PasswordRequest("ann", "hidden"))).ShouldContain("hidden");
    }
}
